import { durations, type Durations } from './percentiles.js';

/** One kind of work that goes on and on. */
export interface Worker {
  /** What its figures stand under, e.g. `chat-b stream`. */
  name: string;
  path: string;
  body: (random: () => number) => string | FormData;
  stream: boolean;
  /** Longest pause between two requests, in milliseconds. */
  pauseMs: number;
}

/** How one request ended, as its client saw it. */
export interface Ending {
  worker: string;
  /** `refused` has a status and a code; `cut` is a stream that ended without `[DONE]` and without an error event. */
  outcome: 'complete' | 'refused' | 'failed' | 'cut';
  code: string | null;
  totalMs: number;
  firstByteMs: number;
}

export interface MixedLoadResult {
  endings: readonly Ending[];
  /** Of hal0's own API, by path. */
  probes: ReadonlyMap<string, Durations>;
}

interface Failure {
  error?: { code?: string };
}

const PROBED = ['/api/status', '/api/slots', '/api/health', '/api/lemonade', '/v1/models'];
const PROBE_INTERVAL_MS = 100;
const JSON_HEADERS = { 'content-type': 'application/json' };

/** So much longer it goes on for the sake of a worker that has had no answer yet, on a machine with much else to do. */
const PATIENCE_SECONDS = 120;

/**
 * Runs every worker, and asks hal0's own API all along, until the time is over, each worker has had an answer and the last
 * request has ended.
 */
export async function mixedLoad(
  url: string,
  workers: readonly Worker[],
  seconds: number,
  seed: number,
): Promise<MixedLoadResult> {
  const started = performance.now();
  const endings: Ending[] = [];
  const answered = new Set<string>();
  const goesOn = () => {
    const elapsed = (performance.now() - started) / 1_000;
    return elapsed < seconds || (answered.size < workers.length && elapsed < seconds + PATIENCE_SECONDS);
  };
  const work = workers.map(async (worker, index) => {
    const random = randomFrom(seed + index);
    while (goesOn()) {
      const ending = await ask(url, worker, random);
      endings.push(ending);
      if (ending.outcome === 'complete') answered.add(worker.name);
      await pause(random() * worker.pauseMs);
    }
  });
  let working = true;
  const probing = Promise.all(PROBED.map((path) => probe(url + path, () => working)));
  await Promise.all(work);
  working = false;
  const times = await probing;
  return { endings, probes: new Map(PROBED.map((path, index) => [path, durations(times[index] ?? [])])) };
}

/** The figures of a run by worker, for a table. */
export function summary(
  endings: readonly Ending[],
): Record<string, { total: Durations; firstByte: Durations; outcomes: Record<string, number> }> {
  const names = [...new Set(endings.map(({ worker }) => worker))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const own = endings.filter(({ worker }) => worker === name);
      const outcomes: Record<string, number> = {};
      for (const { outcome, code } of own) {
        const key = code === null ? outcome : `${outcome} ${code}`;
        outcomes[key] = (outcomes[key] ?? 0) + 1;
      }
      const total = durations(own.map(({ totalMs }) => totalMs));
      return [name, { total, firstByte: durations(own.map(({ firstByteMs }) => firstByteMs)), outcomes }];
    }),
  );
}

async function ask(url: string, { name, path, body, stream }: Worker, random: () => number): Promise<Ending> {
  const started = performance.now();
  const payload = body(random);
  let firstByteMs = 0;
  const ending = (outcome: Ending['outcome'], code: string | null): Ending => ({
    worker: name,
    outcome,
    code,
    totalMs: performance.now() - started,
    firstByteMs,
  });
  try {
    const headers = typeof payload === 'string' ? JSON_HEADERS : {};
    const response = await fetch(url + path, { method: 'POST', headers, body: payload });
    const pieces: Buffer[] = [];
    for await (const piece of response.body ?? []) {
      firstByteMs ||= performance.now() - started;
      pieces.push(Buffer.from(piece as Uint8Array));
    }
    const bytes = Buffer.concat(pieces);
    if (response.status !== 200) {
      return ending('refused', (JSON.parse(bytes.toString()) as Failure).error?.code ?? `status ${response.status}`);
    }
    if (!stream) return bytes.length ? ending('complete', null) : ending('failed', 'empty answer');
    const text = bytes.toString();
    if (text.trimEnd().endsWith('data: [DONE]')) return ending('complete', null);
    const told = /data: (\{"error":.*\})/.exec(text)?.[1];
    return told ? ending('refused', (JSON.parse(told) as Failure).error?.code ?? 'no code') : ending('cut', null);
  } catch (error) {
    return ending('failed', (error as Error).message);
  }
}

async function probe(url: string, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (goesOn()) {
    const started = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    times.push(performance.now() - started);
    await pause(PROBE_INTERVAL_MS);
  }
  return times;
}

/** mulberry32: the same numbers for the same seed, from 0 to below 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
