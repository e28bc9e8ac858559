import type { PullDto } from '@hal0/registry';
import { ApiAnswerError, RefusedError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import { watchProgress } from '../jobs/watch-progress.js';
import { pullPath } from './pull-path.js';

/** States in which nothing more happens by itself. */
const AT_REST: ReadonlySet<PullDto['state']> = new Set(['paused', 'completed', 'failed', 'cancelled']);

const STAGES: Readonly<Partial<Record<PullDto['state'], string>>> = {
  queued: 'waits for its turn',
  running: 'downloading',
};

/**
 * Watches a download to its end. Ctrl-C ends the watching only.
 * @throws ApiAnswerError when it failed, RefusedError when somebody has paused or cancelled it
 */
export async function followPull(context: CommandContext, first: PullDto): Promise<PullDto> {
  const last = await watchProgress(context, {
    first,
    path: pullPath(first.id),
    name: first.modelId,
    isOver: ({ state }) => AT_REST.has(state),
    stage: ({ state }) => STAGES[state] ?? state,
    interrupted: `${first.modelId} goes on in the background: hal0 pull show ${first.id}. It ends with: hal0 pull cancel ${first.id}`,
  });
  const { id, modelId, state, error } = last;
  if (state === 'failed') {
    const reason = error?.message ?? `The download of ${modelId} has failed.`;
    throw new ApiAnswerError(
      error?.code ?? 'pull.failed',
      `${reason} It goes on where it was with: hal0 pull resume ${id}`,
    );
  }
  if (state === 'paused')
    throw new RefusedError('pull.paused', `It is paused, and goes on with: hal0 pull resume ${id}`);
  if (state === 'cancelled') throw new RefusedError('pull.cancelled', `The download of ${modelId} was cancelled.`);
  return last;
}
