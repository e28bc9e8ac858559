import { setTimeout as sleep } from 'node:timers/promises';
import { ApiAwayError } from '../cli.errors.js';
import type { ApiClient } from '../api/api-client.js';
import type { CommandContext } from '../command-context.js';
import { percentOf, progressBar, progressWords, type Progress } from './progress-line.js';

const POLL_MS = 400;
/** As long as hal0 takes to start again, an update included. */
const PATIENCE_MS = 90_000;
/** Where nobody looks, a line comes at every such step. */
const STEP_PERCENT = 10;

export interface ProgressWatch<T extends Progress & { state: string }> {
  /** As it was when it was asked for. */
  first: T;
  /** Route that tells how it is now. */
  path: string;
  /** What it is called. */
  name: string;
  isOver: (now: T) => boolean;
  /** What it is at just now. */
  stage: (now: T) => string;
  /** What Ctrl-C does not end, and how it is looked at. */
  interrupted: string;
}

/**
 * Reads something that goes on in hal0 until it is over: at a terminal with a bar, elsewhere a line every tenth, under --json
 * a line of JSON for every change. Polling, not the stream of events: it survives a restart of the API, which is waited for.
 */
export function watchProgress<T extends Progress & { state: string }>(
  context: CommandContext,
  watch: ProgressWatch<T>,
): Promise<T> {
  const tell = teller(context, watch);
  return context.withApi((api) =>
    context.interruptible(watch.interrupted, async (signal) => {
      try {
        for (let now = watch.first; ;) {
          tell(now);
          if (watch.isOver(now)) return now;
          await pause(POLL_MS, signal);
          now = await read(api, context, watch.path, signal);
        }
      } finally {
        context.print.progress('');
      }
    }),
  );
}

/** @throws ApiAwayError when hal0 stays away */
async function read<T>(api: ApiClient, { print }: CommandContext, path: string, signal: AbortSignal): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await api.call<T>(path, { signal });
    } catch (error) {
      if (!(error instanceof ApiAwayError) || performance.now() - startedAt > PATIENCE_MS) throw error;
      print.progress(print.dim('hal0 does not answer just now; waiting for it'));
      await pause(POLL_MS, signal);
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());

/** Says what is new, in the way that suits whoever reads it. */
function teller<T extends Progress & { state: string }>(
  { print, wantsJson }: CommandContext,
  { name, stage, isOver }: ProgressWatch<T>,
): (now: T) => void {
  let told = '';
  const isNews = (text: string) => {
    const before = told;
    told = text;
    return text !== before;
  };
  if (wantsJson) {
    return (now) => {
      const line = JSON.stringify(now);
      if (isNews(line)) print.line(line);
    };
  }
  if (print.isWatched)
    return (now) => print.progress(`${name}  ${progressBar(now)} ${progressWords(now)}  ${stage(now)}`);
  return (now) => {
    if (isOver(now)) return;
    const step = Math.floor(percentOf(now) / STEP_PERCENT);
    if (isNews(`${now.state} ${step}`)) print.note(`${name}: ${stage(now)}, ${progressWords(now).trim()}`);
  };
}
