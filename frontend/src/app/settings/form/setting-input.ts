import type { Setting } from './setting';

/** What a control holds: words for whatever is typed or chosen, true or false for a switch. */
export type ControlInput = string | boolean;

/** What stands for a value the API keeps to itself where there is no room to say whether it is set. */
const REDACTED = '***REDACTED***';

/** A value the API keeps to itself; only whether there is one is told. */
export interface HiddenValue {
  set: boolean;
}

export function isHidden(value: unknown): value is HiddenValue {
  return typeof value === 'object' && value !== null && 'set' in value && typeof value.set === 'boolean';
}

/** A value as its control shows it. */
export function toInput({ kind }: Setting, value: unknown): ControlInput {
  if (kind === 'switch') return value === true;
  if (value === undefined || value === null || isHidden(value)) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join('\n') : describe(value);
}

/**
 * What the control holds as a value for hal0.toml; null is "not set". What is no number goes through as it was typed:
 * the API says what is wrong with it, in the words that the command line uses too.
 */
export function fromInput(setting: Setting, input: ControlInput): unknown {
  if (typeof input === 'boolean') return input;
  if (setting.kind === 'list') {
    const items = input.split('\n').map((item) => item.trim());
    return items.filter((item) => item !== '').map((item) => (setting.numeric ? toNumber(item) : item));
  }
  if (setting.kind === 'number') return input.trim() === '' ? null : toNumber(input.trim());
  return input === '' && typeof setting.default !== 'string' ? null : input;
}

function toNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

/** A value in words, for a line of text: `8080`, `on`, `a.lan, b.lan`, `not set`. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  if (value === REDACTED) return 'set, not shown';
  if (isHidden(value)) return value.set ? 'set, not shown' : 'not set';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(describe).join(', ');
  if (typeof value === 'string') return value === '' ? 'empty' : value;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
