const BURST_CHUNKS = 200;
const PACED_CHUNKS = 50;
/** After its chunks a stream has the one with the finish reason and `[DONE]`. */
const CLOSING_EVENTS = 2;

/**
 * What is asked of every contender. `unit` is what CPU time is divided by, `events` what a complete stream has (0 for
 * whole answers). The text between `#` tells the mock what to answer.
 */
export const MODES = {
  plain: {
    title: 'small request, 200-byte answer',
    unit: 'request',
    events: 0,
    prompt: '#mock size=200#',
    fields: { max_tokens: 64, temperature: 0.7 },
  },
  long: {
    title: 'request of 32 KiB, 200-byte answer',
    unit: 'request',
    events: 0,
    prompt: '#mock size=200#',
    fields: { max_tokens: 64, metadata: { pad: 'y'.repeat(32 * 1024) } },
  },
  burst: {
    title: `stream of ${BURST_CHUNKS} chunks, as fast as the reader takes them`,
    unit: 'chunk',
    events: BURST_CHUNKS + CLOSING_EVENTS,
    prompt: `#mock chunks=${BURST_CHUNKS} interval_us=0 size=16#`,
    fields: { stream: true },
  },
  paced: {
    title: `stream of ${PACED_CHUNKS} chunks, one every 10 ms`,
    unit: 'chunk',
    events: PACED_CHUNKS + CLOSING_EVENTS,
    prompt: `#mock chunks=${PACED_CHUNKS} interval_us=10000 size=16#`,
    fields: { stream: true },
  },
  huge: {
    title: 'request of 63 MiB, 200-byte answer',
    unit: 'request',
    events: 0,
    prompt: '#mock size=200#',
    fields: { stream: false, metadata: { pad: 'y'.repeat(63 * 1_048_576) } },
    /** The body is the load: more at once tell nothing. */
    concurrencies: [1, 4],
  },
  held: {
    title: 'stream that sends one chunk and then nothing for a minute',
    unit: 'chunk',
    events: 0,
    prompt: '#mock chunks=2 interval_us=60000000 size=16#',
    fields: { stream: true },
  },
  endless: {
    title: 'stream of 4 KB chunks without end',
    unit: 'chunk',
    events: 0,
    prompt: '#mock chunks=100000000 interval_us=0 size=4000#',
    fields: { stream: true },
  },
};

/** Modes that are asked in rounds and divided by time. */
export const MODE_NAMES = ['plain', 'long', 'burst', 'paced', 'huge'];
export const DEFAULT_MODES = ['plain', 'long', 'burst', 'paced'];
/** What is tried once with every contender: src/trials.mjs. */
export const TRIAL_NAMES = ['idle', 'stopped'];

/** @returns {string} the JSON body of one request */
export function requestBody(mode, model) {
  const { prompt, fields } = MODES[mode];
  const messages = [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: `Say hello. ${prompt}` },
  ];
  return JSON.stringify({ model, messages, ...fields });
}

/** The cells of the tables. A lone paced stream tells nothing that sixteen do not, so it is left out. */
export function cells(modes, concurrencies) {
  return modes.flatMap((mode) =>
    (MODES[mode].concurrencies ?? concurrencies)
      .filter((concurrency) => mode !== 'paced' || concurrency > 1 || concurrencies.length === 1)
      .map((concurrency) => ({ mode, concurrency, key: `${mode}/${concurrency}` })),
  );
}
