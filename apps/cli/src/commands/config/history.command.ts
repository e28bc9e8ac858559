import type { RevisionDto, RevisionsPageDto } from '@hal0/config';
import type { Command } from 'commander';
import { basename } from 'node:path';
import type { CommandContext } from '../../command-context.js';
import { valueText } from '../../settings/effective-settings.js';
import { examples } from '../../terminal/help-text.js';
import { wholeNumber } from '../../terminal/option-values.js';
import { none } from '../../terminal/units.js';

const DEFAULT_LIMIT = 20;

export function defineConfigHistory(config: Command, context: CommandContext): void {
  const { print } = context;
  const history = config
    .command('history')
    .description('who changed the configuration, when and what')
    .option('-n, --limit <number>', 'how many changes, newest first', wholeNumber, DEFAULT_LIMIT)
    .action(async ({ limit }: { limit: number }) => {
      const page = await context.ask<RevisionsPageDto>(`api/settings/revisions?limit=${limit}`);
      context.show(page, () => {
        if (page.revisions.length === 0) return print.line('Nothing has been changed yet');
        print.table(
          ['ID', 'WHEN', 'WHO', 'FILE', 'CHANGE'],
          page.revisions.flatMap((revision) => rows(revision)),
        );
        if (page.nextBefore !== null) print.note(print.dim(`Older ones: hal0 config history --limit ${limit * 2}`));
      });
    });
  examples(history, ['hal0 config history', 'hal0 config history --limit 100 --json']);
}

/** A line for each value; the first one begins with the revision. */
function rows({ id, at, actor, file, changes, undoOf, undoneBy }: RevisionDto): string[][] {
  const note = [undoOf !== null ? `undoes ${undoOf}` : null, undoneBy !== null ? `undone by ${undoneBy}` : null]
    .filter(Boolean)
    .map((words) => ` (${words})`)
    .join('');
  const heading = [String(id), at, actor, basename(file)];
  const shown = (value: unknown) => (value === null ? none : valueText(value));
  const told = changes.map(({ path, before, after }) => `${path}: ${shown(before)} → ${shown(after)}`);
  return (told.length ? told : ['–']).map((text, index) =>
    index === 0 ? [...heading, `${text}${note}`] : ['', '', '', '', text],
  );
}
