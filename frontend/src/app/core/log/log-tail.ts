import { DestroyRef, type Signal, computed, effect, inject, signal, untracked } from '@angular/core';
import type { Problem } from '../../ui/problem';
import { OPEN_EVENT_SOURCE, type EventSourceLike } from '../events/event-source';
import { whenHidden } from '../events/when-hidden';
import { toProblem } from '../to-problem';

const RETRY_SECONDS = [1, 2, 4, 8, 15];

/** Where lines come from: those there are, then each as it is written. */
export interface LogSource<T> {
  /** Oldest first. */
  read: () => Promise<readonly T[]>;
  /** Address of the stream. It may begin with lines that were read already. */
  stream: string;
}

export interface LogTailOptions<T> {
  /** Read again from the start whenever what this says changes. */
  source: () => LogSource<T>;
  /** Rises from line to line, until the program that writes them is started again. */
  keyOf: (line: T) => number;
  /** So many are kept; older ones are let go. */
  keep?: number;
}

/** The end of a log as it grows. */
export interface LogTail<T> {
  /** Oldest first; null until read. */
  readonly lines: Signal<readonly T[] | null>;
  /** Why the log cannot be read. */
  readonly problem: Signal<Problem | null>;
  /** Lines are coming in as they are written. */
  readonly live: Signal<boolean>;
  readonly paused: Signal<boolean>;
  /** How many have come while paused. */
  readonly held: Signal<number>;
  pause(): void;
  resume(): void;
  load(): void;
}

/** Follows a log for as long as its owner lives, over a connection of its own. To be called while injecting. */
export function logTail<T>({ source, keyOf, keep = 500 }: LogTailOptions<T>): LogTail<T> {
  const open = inject(OPEN_EVENT_SOURCE);
  const shown = signal<readonly T[] | null>(null);
  const waiting = signal<readonly T[]>([]);
  const problem = signal<Problem | null>(null);
  const live = signal(false);
  const paused = signal(false);
  let connection: EventSourceLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let turn = 0;

  const newest = (): number => {
    const last = waiting().at(-1) ?? shown()?.at(-1);
    return last === undefined ? -Infinity : keyOf(last);
  };
  const take = (line: T): void => {
    if (keyOf(line) <= newest()) return;
    const target = paused() ? waiting : shown;
    target.update((lines: readonly T[] | null) => [...(lines ?? []), line].slice(-keep));
  };
  const close = (): void => {
    clearTimeout(timer);
    connection?.close();
    connection = undefined;
    live.set(false);
  };
  const retry = (): void => {
    close();
    const seconds = RETRY_SECONDS[Math.min(failures++, RETRY_SECONDS.length - 1)] ?? 1;
    timer = setTimeout(() => void begin(), seconds * 1000);
  };
  const begin = async (): Promise<void> => {
    close();
    const mine = ++turn;
    const { read, stream } = untracked(source);
    try {
      const lines = await read();
      if (mine !== turn) return;
      // What was held is among them.
      waiting.set([]);
      shown.set(lines.slice(-keep));
      problem.set(null);
    } catch (error) {
      if (mine !== turn) return;
      problem.set(toProblem(error));
      return retry();
    }
    const opened = open(stream);
    connection = opened;
    opened.onopen = () => {
      failures = 0;
      live.set(true);
    };
    opened.onerror = retry;
    opened.addEventListener('message', (message) => take(JSON.parse(message.data) as T));
  };

  effect(() => {
    source();
    untracked(() => {
      shown.set(null);
      waiting.set([]);
      failures = 0;
      void begin();
    });
  });
  const rest = (): void => {
    turn++;
    close();
  };
  whenHidden({ rest, wake: () => void begin() });
  inject(DestroyRef).onDestroy(rest);

  return {
    lines: shown.asReadonly(),
    problem: problem.asReadonly(),
    live: live.asReadonly(),
    paused: paused.asReadonly(),
    held: computed(() => waiting().length),
    pause: () => paused.set(true),
    resume: () => {
      paused.set(false);
      shown.update((lines) => [...(lines ?? []), ...waiting()].slice(-keep));
      waiting.set([]);
    },
    load: () => void begin(),
  };
}
