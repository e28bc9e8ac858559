import type { BundleRunDto } from '@hal0/setup';
import type { CommandContext } from '../command-context.js';
import { watchProgress } from '../jobs/watch-progress.js';
import { RUN_PATH } from './bundle-path.js';

/** Watches the application of a bundle to its end, however it ends. Ctrl-C ends the watching only. */
export function followRun(context: CommandContext, first: BundleRunDto): Promise<BundleRunDto> {
  return watchProgress(context, {
    first,
    path: RUN_PATH,
    name: first.name,
    isOver: ({ state }) => state !== 'running',
    stage: stageOf,
    interrupted: `${first.name} goes on in the background: hal0 bundle status. It ends with: hal0 bundle cancel`,
  });
}

function stageOf({ models }: BundleRunDto): string {
  const ready = models.filter(({ state }) => state === 'ready').length;
  const now = models.flatMap(({ id, state, error }) => {
    if (state === 'pulling') return [id];
    if (state === 'paused') return [`${id} (paused)`];
    return state === 'waiting' && error ? [`${id} (${error.code}, tried again)`] : [];
  });
  return [`${ready} of ${models.length} models here`, ...now].join(', ');
}
