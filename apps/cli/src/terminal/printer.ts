import { stripVTControlCharacters, styleText } from 'node:util';
import { harmless } from './harmless-text.js';
import type { Terminal } from './terminal.js';
import { elapsed } from './units.js';

type Style = Parameters<typeof styleText>[0];

const STATE_STYLES: Record<string, Style> = {
  ready: 'green',
  serving: 'green',
  ok: 'green',
  running: 'green',
  completed: 'green',
  done: 'green',
  queued: 'yellow',
  waiting: 'yellow',
  verifying: 'yellow',
  paused: 'yellow',
  incomplete: 'yellow',
  pulling: 'yellow',
  starting: 'yellow',
  warming: 'yellow',
  unloading: 'yellow',
  fetching: 'yellow',
  degraded: 'yellow',
  warning: 'yellow',
  error: 'red',
  failed: 'red',
};

/** Nobody wonders before that. */
const PATIENCE_MS = 1_000;
const REDRAW_MS = 100;

/** Writes answers to stdout and everything beside them to stderr. */
export class Printer {
  constructor(private readonly terminal: Terminal) {}

  /** Whether somebody is looking: progress may be redrawn, and questions asked. */
  get isWatched(): boolean {
    return this.terminal.stderr.isTTY === true;
  }

  /** Colours appear on a terminal only, never under NO_COLOR; FORCE_COLOR overrules both. */
  get hasColours(): boolean {
    const { FORCE_COLOR: forced, NO_COLOR: none, TERM: term } = this.terminal.environment;
    if (forced !== undefined) return forced !== '0' && forced !== 'false';
    return !none && term !== 'dumb' && this.terminal.stdout.isTTY === true;
  }

  line(text = ''): void {
    this.write(`${text}\n`);
  }

  write(text: string): void {
    this.terminal.stdout.write(harmless(text));
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value, null, 2));
  }

  /** A remark that is not part of the answer. */
  note(text: string): void {
    this.terminal.stderr.write(`${harmless(text)}\n`);
  }

  /** Replaces the last progress line on a terminal; elsewhere nothing is shown. What is too long for one line is cut off. */
  progress(text: string): void {
    if (!this.isWatched) return;
    const { columns = Infinity } = this.terminal.stderr;
    // A line that wraps could not be taken back.
    const shown = visibleLength(text) < columns ? text : stripVTControlCharacters(text).slice(0, columns - 1);
    this.terminal.stderr.write(`\r\x1b[2K${harmless(shown)}`);
  }

  /** Counts the seconds of work that takes more than one; where nobody looks, one line says how long it took. */
  async during<T>(words: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const isLong = () => performance.now() - startedAt >= PATIENCE_MS;
    const timer = setInterval(() => {
      if (isLong()) this.progress(this.dim(`${words}  ${elapsed(startedAt)}`));
    }, REDRAW_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      if (isLong()) {
        this.progress('');
        if (!this.isWatched) this.note(`${words}: ${elapsed(startedAt)}`);
      }
    }
  }

  state(word: string, text = word): string {
    return this.style(STATE_STYLES[word] ?? 'dim', text);
  }

  dim(text: string): string {
    return this.style('dim', text);
  }

  bold(text: string): string {
    return this.style('bold', text);
  }

  /** Columns under their headings; a cell may hold colours. */
  table(headings: readonly string[], rows: readonly (readonly string[])[]): void {
    const widths = headings.map((heading, column) =>
      Math.max(heading.length, ...rows.map((row) => visibleLength(row[column] ?? ''))),
    );
    const layOut = (cells: readonly string[]) =>
      cells
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - visibleLength(cell)))
        .join('  ')
        .trimEnd();
    this.line(this.dim(layOut(headings)));
    for (const row of rows) this.line(layOut(row));
  }

  /** Names and values, one pair per line; pairs without a value are left out. */
  facts(facts: readonly (readonly [string, string | null])[]): void {
    const width = Math.max(...facts.map(([name]) => name.length));
    for (const [name, value] of facts) if (value !== null) this.line(`${this.dim(name.padEnd(width))}  ${value}`);
  }

  private style(style: Style, text: string): string {
    return this.hasColours ? styleText(style, text, { validateStream: false }) : text;
  }
}

const visibleLength = (text: string): number => stripVTControlCharacters(text).length;
