import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_MODES, MODE_NAMES, TRIAL_NAMES } from './modes.mjs';

export const USAGE = `Measures this checkout of hal0 against the bare upstream and nginx, interleaved in one run.

  npm run bench -- [options]

  --rounds N            rounds, each visiting every cell (5)
  --secs S              seconds measured per cell (2)
  --warm S              seconds before that (0.3)
  --modes LIST          of ${[...MODE_NAMES, ...TRIAL_NAMES].join(',')} (${DEFAULT_MODES.join(',')})
  --conc LIST           requests at once (1,16,64)
  --stat best|median    which round of a cell is shown (best)
  --compare DIR         also measure another built checkout of hal0; exit with 1 when this one costs more or loses more
  --threshold PERCENT   how much more CPU or memory counts, with --compare (10)
  --target NAME=URL     also measure a program that has the mock as its upstream; may be repeated
  --header 'K: V'       header for the targets; may be repeated
  --model NAME          model name sent to the targets (bench)
  --no-hal0             leave this checkout out
  --mock-port N         port of the mock upstream (a free one)
  --json FILE           keep the raw samples, one record for each round of each cell
  --check               exit with 1 when a bar is not met
  --no-pin              do not bind programs to processors
  --keep                keep the scratch folder, with the logs of what was started`;

/** A mistake in the arguments, or something that this machine lacks. Ends the run with exit code 2. */
export class SetupError extends Error {}

/** @param {readonly string[]} argv */
export function readOptions(argv) {
  const { values } = parseOrExplain(argv);
  const cores = availableParallelism();
  const modes = list(values.modes).map((mode) => oneOf(mode, [...MODE_NAMES, ...TRIAL_NAMES], 'modes'));
  return {
    help: values.help,
    rounds: number(values.rounds, 'rounds', { least: 1, whole: true }),
    seconds: number(values.secs, 'secs', { least: 0.1 }),
    warmup: number(values.warm, 'warm', { least: 0 }),
    modes: modes.filter((mode) => MODE_NAMES.includes(mode)),
    trials: modes.filter((mode) => TRIAL_NAMES.includes(mode)),
    concurrencies: list(values.conc).map((text) => number(text, 'conc', { least: 1, whole: true })),
    statistic: oneOf(values.stat, ['best', 'median'], 'stat'),
    hal0: !values['no-hal0'],
    compare: values.compare === undefined ? null : resolve(values.compare),
    threshold: number(values.threshold, 'threshold', { least: 1 }) / 100,
    targets: values.target.map(target),
    headers: values.header,
    model: values.model,
    mockPort: number(values['mock-port'], 'mock-port', { least: 0, whole: true }),
    json: values.json ?? null,
    check: values.check,
    pin: !values['no-pin'] && cores > 1,
    keep: values.keep,
  };
}

function parseOrExplain(argv) {
  const text = (fallback) => ({ type: 'string', default: fallback });
  const flag = { type: 'boolean', default: false };
  const many = { type: 'string', multiple: true, default: [] };
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { ...flag, short: 'h' },
        rounds: text('5'),
        secs: text('2'),
        warm: text('0.3'),
        modes: text(DEFAULT_MODES.join(',')),
        conc: text('1,16,64'),
        stat: text('best'),
        'no-hal0': flag,
        compare: { type: 'string' },
        threshold: text('10'),
        target: many,
        header: many,
        model: text('bench'),
        'mock-port': text('0'),
        json: { type: 'string' },
        check: flag,
        'no-pin': flag,
        keep: flag,
      },
    });
  } catch (error) {
    throw new SetupError(`${error.message}\n\n${USAGE}`);
  }
}

const list = (text) => text.split(',').filter((part) => part !== '');

function number(text, option, { least, whole = false }) {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least) || (whole && !Number.isInteger(value))) {
    throw new SetupError(
      `--${option} takes ${whole ? 'whole numbers' : 'numbers'} from ${least} upwards, not "${text}"`,
    );
  }
  return value;
}

function oneOf(value, allowed, option) {
  if (!allowed.includes(value)) throw new SetupError(`--${option} takes ${allowed.join(', ')}, not "${value}"`);
  return value;
}

function target(text) {
  const [, name, address] = /^([^=]+)=(https?:.+)$/.exec(text) ?? [];
  if (!name || !URL.canParse(address)) throw new SetupError(`--target takes NAME=URL, not "${text}"`);
  const url = new URL(address);
  if (url.protocol !== 'http:') throw new SetupError(`--target measures plain http only, not "${text}"`);
  if (url.pathname === '/') url.pathname = '/v1/chat/completions';
  return { name, url: url.href };
}
