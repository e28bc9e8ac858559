import type { PullDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { progressWords } from '../../jobs/progress-line.js';
import { followPull } from '../../pulls/follow-pull.js';
import { pullIdOf, pullPath } from '../../pulls/pull-path.js';
import { examples } from '../../terminal/help-text.js';
import { bytes } from '../../terminal/units.js';

export function definePullShow(pull: Command, context: CommandContext): void {
  const { print } = context;
  const show = pull
    .command('show')
    .description('how a download is getting on, file by file')
    .argument('<pull>', 'its id, or the model that it brings')
    .option('-f, --follow', 'go on to its end')
    .action(async (word: string, { follow }: { follow?: boolean }) => {
      const found = await context.withApi(async (api) => api.call<PullDto>(pullPath(await pullIdOf(api, word))));
      if (follow) {
        const { modelId, bytesTotal } = await followPull(context, found);
        if (!context.wantsJson) print.line(`${modelId} is here: ${bytes(bytesTotal)}`);
        return;
      }
      context.show(found, () => printPull(context, found));
    });
  examples(show, ['hal0 pull show qwen3.5-0.8b', 'hal0 pull show 4f0c2a9be1d37785 --follow']);
}

function printPull({ print }: CommandContext, one: PullDto): void {
  print.facts([
    ['pull', one.id],
    ['model', print.bold(one.modelId)],
    ['from', one.source],
    ['state', `${print.state(one.state)}${one.error ? ` (${one.error.code})` : ''}`],
    ['', one.error?.message ?? null],
    ['progress', progressWords(one).trim()],
    ...one.files.map(
      ({ name, bytesDone, sizeBytes }, index) =>
        [index ? '' : 'files', `${name}  ${print.dim(`${bytes(bytesDone)} of ${bytes(sizeBytes)}`)}`] as const,
    ),
    ['asked for', one.createdAt],
    ['ended', one.finishedAt],
  ]);
}
