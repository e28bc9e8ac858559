import type { CatalogueModelDto } from '@hal0/registry';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { fitWord } from '../../models/fit-word.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, none } from '../../terminal/units.js';
import { MODEL_TYPES } from '../../vocabulary.js';

interface CatalogueOptions {
  type?: string;
  all?: boolean;
}

export function defineModelCatalogue(model: Command, context: CommandContext): void {
  const { print } = context;
  const catalogue = model
    .command('catalogue')
    .description('models that hal0 knows to work, of which those that fit this box are shown')
    .addOption(new Option('--type <type>', 'only those of this type').choices(MODEL_TYPES))
    .option('-a, --all', 'also what is too large for this box')
    .action(async ({ type, all = false }: CatalogueOptions) => {
      const known = await context.ask<CatalogueModelDto[]>('api/models/catalogue');
      const ofType = known.filter((one) => type === undefined || one.type === type);
      const shown = ofType.filter(({ fits }) => all || fits !== 'no');
      context.show(shown, () => {
        print.table(
          ['MODEL', 'TYPE', 'SIZE', 'THIS BOX', 'LICENSE', 'WHAT IT IS'],
          shown.map((one) => [
            one.id,
            one.type,
            bytes(one.sizeBytes),
            one.installed ? print.state('ok', 'here') : fitWord(print, one.fits),
            one.gated ? `${one.license ?? none} ${print.dim('(asks for a token)')}` : (one.license ?? none),
            one.description,
          ]),
        );
        const hidden = ofType.length - shown.length;
        if (hidden > 0) print.note(print.dim(`${hidden} more are too large for this box: --all shows them.`));
      });
    });
  examples(catalogue, ['hal0 model catalogue', 'hal0 model catalogue --type image --all']);
}
