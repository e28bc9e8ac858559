import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeTerminal } from '../testing/fake-terminal.js';
import { Printer } from './printer.js';

describe('Printer.during', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** What is shown of work that takes that long. */
  async function shown(isTTY: boolean, milliseconds: number): Promise<string> {
    const terminal = new FakeTerminal({ isTTY, environment: { NO_COLOR: '1' } });
    const work = () => new Promise<string>((resolve) => setTimeout(() => resolve('done'), milliseconds));
    const ended = new Printer(terminal).during('probing', work);
    jest.advanceTimersByTime(milliseconds);
    expect(await ended).toBe('done');
    return terminal.stderr.text;
  }

  it('says nothing of what takes less than a second', async () => {
    expect(await shown(true, 900)).toBe('');
    expect(await shown(false, 900)).toBe('');
  });

  it('counts the time at a terminal, and leaves the line empty', async () => {
    const text = await shown(true, 2_000);
    expect(text).toContain('probing  1.0 s');
    expect(text).toContain('probing  1.9 s');
    expect(text.endsWith('\r\x1b[2K')).toBe(true);
  });

  it('says once how long it took where nobody looks', async () => {
    expect(await shown(false, 2_000)).toBe('probing: 2.0 s\n');
  });
});

describe('Printer.progress', () => {
  it('keeps to one line, so that it can be taken back', () => {
    const terminal = new FakeTerminal({ isTTY: true });
    terminal.stderr.columns = 10;
    new Printer(terminal).progress('a name that is long');
    expect(terminal.stderr.text).toBe('\r\u001b[2Ka name th');
  });
});

describe('what others have named', () => {
  it('cannot command the terminal, and keeps its colours', () => {
    const terminal = new FakeTerminal({ isTTY: true });
    const print = new Printer(terminal);
    print.line(`${print.bold('model')} a\u001b[2Jb\u001b]0;title\u0007\rc\u009b1m`);
    print.note('gone\u001b[1A');
    expect(terminal.stdout.text).toBe('\u001b[1mmodel\u001b[22m a\ufffd[2Jb\ufffd]0;title\ufffd\ufffdc\ufffd1m\n');
    expect(terminal.stderr.text).toBe('gone\ufffd[1A\n');
  });
});

describe('colours', () => {
  const coloured = (isTTY: boolean, environment: NodeJS.ProcessEnv) =>
    new Printer(new FakeTerminal({ isTTY, environment })).state('ready') !== 'ready';

  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
  ])('at a terminal: %p, with %j: %p', (isTTY, environment, wanted) => {
    expect(coloured(isTTY, environment)).toBe(wanted);
  });
});
