import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

const USAGE_EXIT = 2;

/** @throws Failure with status 2 for a word or value that the command does not know. */
export function parseOptions(command, args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new Failure(`hal0 ${command}: ${error.message.split('. ')[0]}. Known options: ${known(options)}`, USAGE_EXIT);
  }
}

export function checkPort(port) {
  if (port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) return;
  throw new Failure(`hal0 up: --port takes a number from 0 to 65535, not "${port}".`, USAGE_EXIT);
}

const known = (options) =>
  Object.entries(options)
    .map(([name, { type }]) => `--${name}${type === 'string' ? ` ${name.toUpperCase()}` : ''}`)
    .join(' ') || 'none';
