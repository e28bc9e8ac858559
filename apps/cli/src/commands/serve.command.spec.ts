import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { FakeTerminal } from '../testing/fake-terminal.js';
import { outcomeOf } from '../testing/run-hal0.js';

const API = fileURLToPath(new URL('../../../api/dist/bundle/main.js', import.meta.url));
/** The C library gives freed memory back, and keeps one pool of it. */
const TUNING = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

describe('serve', () => {
  it('goes on as the API, with its Node options and the address that was chosen', async () => {
    const terminal = new FakeTerminal({ environment: { HAL0_HOME: '/somewhere', HAL0_PORT: '1' } });
    expect((await outcomeOf('serve --host 0.0.0.0 --port 8090', terminal)).exitCode).toBe(0);
    expect(terminal.became).toEqual({
      file: process.execPath,
      args: ['--max-semi-space-size=4', API],
      environment: { HAL0_HOME: '/somewhere', HAL0_BIND_HOST: '0.0.0.0', HAL0_PORT: '8090', ...TUNING },
    });
  });

  it('leaves the address to the environment and the configuration', async () => {
    const terminal = new FakeTerminal({ environment: { HAL0_PORT: '1' } });
    await outcomeOf('serve', terminal);
    expect(terminal.became?.environment).toEqual({ HAL0_PORT: '1', ...TUNING });
  });

  it('refuses a port that is none', async () => {
    expect((await outcomeOf('serve --port 99999', new FakeTerminal())).exitCode).toBe(2);
  });
});
