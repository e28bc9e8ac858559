import type { PullDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { percentOf } from '../../jobs/progress-line.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, bytesPerSecond, duration, none } from '../../terminal/units.js';

const WHAT_TO_DO = '"hal0 pull resume" goes on with one, "hal0 pull rm" throws it away.';

export function definePullList(pull: Command, context: CommandContext): void {
  const { print } = context;
  const list = pull
    .command('list')
    .alias('ls')
    .description('downloads under way, and those of the last two weeks; the latest first')
    .action(async () => {
      const pulls = await context.ask<PullDto[]>('api/pulls');
      context.show(pulls, () => {
        if (pulls.length === 0) return print.line('No downloads. One is started by: hal0 model pull <source>');
        print.table(
          ['PULL', 'MODEL', 'STATE', 'DONE', 'SIZE', 'SPEED', 'LEFT', 'FROM'],
          pulls.map((one) => [
            one.id,
            one.modelId,
            print.state(one.state),
            `${percentOf(one)} %`,
            bytes(one.bytesTotal),
            one.bytesPerSecond > 0 ? bytesPerSecond(one.bytesPerSecond) : none,
            one.secondsLeft === null ? none : duration(one.secondsLeft),
            one.source,
          ]),
        );
        const failed = pulls.filter(({ state, bytesDone }) => state === 'failed' && bytesDone > 0);
        for (const { modelId, error } of pulls) if (error) print.note(`${modelId}: ${error.code}: ${error.message}`);
        if (failed.length) print.note(`Failed downloads hold ${heldBy(failed)}. ${WHAT_TO_DO}`);
      });
    });
  examples(list, ['hal0 pull list', 'hal0 pull list --json | jq \'.[] | select(.state == "failed")\'']);
}

const heldBy = (pulls: readonly PullDto[]): string => bytes(pulls.reduce((sum, { bytesDone }) => sum + bytesDone, 0));
