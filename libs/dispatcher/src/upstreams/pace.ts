/** What a provider that has had too much says about when to come again. */
export interface Pace {
  /** Milliseconds until it wants to be asked again; null when it does not tell. */
  readonly waitMs: number | null;
  /** Names and values in turn, for the client, who may know more about them than hal0 does. */
  readonly headers: readonly string[];
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Of OpenAI, Azure, OpenRouter and those who speak as they do; and of Anthropic. */
const TELLING = /^(retry-after(-ms)?|x-ratelimit-[a-z-]*|anthropic-ratelimit-[a-z-]*)$/;
const NATIVE = /^(request-id|(x|anthropic)-ratelimit-[a-z-]*)$/;
const PLAIN_VALUE = /^[\x20-\x7e]{1,64}$/;
const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/;
/** Smaller numbers are spans of time, larger ones points in time: seconds, and from here on milliseconds, since 1970. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;

/** 529 is Anthropic's word for a 503. */
const REFUSALS: ReadonlySet<number> = new Set([429, 503, 529]);

/** Whether an answer of that status says when to come again. */
export function isRefusal(status: number): boolean {
  return REFUSALS.has(status);
}

/**
 * What a provider calls the request and how much of its limits is left, for a client that it answers in its own words: names
 * and values in turn.
 */
export function nativeHeaders(headers: Headers): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && NATIVE.test(name) && PLAIN_VALUE.test(value) ? [name, value] : [],
  );
}

/**
 * Reads the headers of a refusal.
 * @param now epoch milliseconds, for what is told as a point in time
 */
export function readPace(headers: Headers, now: number): Pace {
  const told = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && TELLING.test(name) && PLAIN_VALUE.test(value) ? [[name, value] as const] : [],
  );
  const values = new Map(told);
  const waitMs = waitOf(values, now);
  const passed = told.flat();
  // The one that every client knows.
  if (waitMs !== null && !values.has('retry-after')) passed.push('retry-after', String(Math.ceil(waitMs / 1_000)));
  return { waitMs, headers: passed };
}

function waitOf(values: ReadonlyMap<string, string>, now: number): number | null {
  const ms = Number(values.get('retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return ms;
  const waits = [values.get('retry-after'), values.get('x-ratelimit-reset'), ...exhausted(values)]
    .map((value) => (value === undefined ? null : spanOf(value, now)))
    .filter((wait) => wait !== null);
  return waits[0] ?? null;
}

/** Limits are told for requests and for tokens; what counts is the one of which nothing is left. */
function exhausted(values: ReadonlyMap<string, string>): (string | undefined)[] {
  return ['requests', 'tokens']
    .filter((what) => values.get(`x-ratelimit-remaining-${what}`) === '0')
    .map((what) => values.get(`x-ratelimit-reset-${what}`));
}

/** Seconds, a span such as `6m0s`, seconds or milliseconds since 1970, or a date. */
function spanOf(value: string, now: number): number | null {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) {
    if (number < EPOCH_SECONDS) return Math.max(0, number * 1_000);
    return Math.max(0, (number < EPOCH_MS ? number * 1_000 : number) - now);
  }
  const [whole = '', hours, minutes, seconds, ms] = DURATION.exec(value) ?? [];
  if (whole)
    return (
      Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000 + Number(ms ?? 0)
    );
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
