import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Hal0Paths } from '@hal0/platform';
import { API_COMMAND } from './support/api-launch.js';
import { CLONE, Hal0Process, RUNTIME } from './support/hal0-process.js';
import { TRACE_CHANGES, writtenPaths } from './support/written-paths.js';

jest.setTimeout(300_000);

const STRACE = process.env['STRACE_BIN'] ?? 'strace';
const CLI = join(CLONE, 'apps/cli/dist/main.js');
const run = promisify(execFile);

/** Commands that work without the API, and such that change something. */
const OFFLINE = [
  'config show --effective --origin',
  'config validate',
  'config set dispatcher.max_wait_seconds 60',
  'config unset dispatcher.max_wait_seconds',
  'config migrate',
  'config schema',
  'probe',
  'doctor --offline',
  'completion bash',
];

/** Whatever stands here belongs to the kernel, or is gone when its file descriptor is. */
const NOT_FILES = /^\/(dev|proc|sys)\/|^(memfd|socket|pipe|anon_inode):/;

describe('HAL0_HOME', () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'hal0-home-')));
  const home = join(scratch, 'x');
  const trace = join(scratch, 'trace');
  const paths = new Hal0Paths(home);
  const environment = {
    PATH: process.env['PATH'],
    HOME: join(scratch, 'user'),
    TMPDIR: join(scratch, 'tmp'),
    HAL0_HOME: home,
    HAL0_PORT: '0',
    HAL0_LEMONADE_RUNTIME: RUNTIME,
  };
  const traced = (...command: string[]) => [...TRACE_CHANGES, '-qq', '-y', '-s', '4096', '-o', trace, ...command];
  let api: ChildProcess | undefined;

  beforeAll(async () => {
    // Brings the runtime that all tests share, and that lies outside of this home because it is told to.
    const first = await new Hal0Process().start();
    await first.stop();
    for (const folder of [environment.HOME, environment.TMPDIR]) mkdirSync(folder);
  });
  afterAll(() => {
    api?.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Files and folders that were created, changed, renamed or removed outside of the home. */
  const strays = () => {
    const written = writtenPaths(readFileSync(trace, 'utf8'));
    expect(written.some((path) => path.startsWith(`${home}/`))).toBe(true);
    return written.filter((path) => !path.startsWith(home) && path !== scratch && !NOT_FILES.test(path));
  };

  it('holds every file that serving, loading, chatting and stopping writes', async () => {
    api = spawn(STRACE, traced(process.execPath, ...API_COMMAND, '--demo'), {
      cwd: CLONE,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((ready) => {
      api?.stdout?.on('data', (text: Buffer) => text.toString().includes('OpenAI     ') && ready());
    });
    const { pid, url } = JSON.parse(readFileSync(paths.apiRunFile, 'utf8')) as { pid: number; url: string };
    const cli = (...words: string[]) =>
      run(process.execPath, [CLI, ...words], { env: { ...environment, HAL0_API_URL: url } });
    expect((await cli('chat', 'Hello')).stdout).not.toBe('');
    await cli('slot', 'unload', 'primary');
    await cli('config', 'set', 'dispatcher.max_wait_seconds', '61');
    const exited = once(api, 'exit');
    process.kill(pid, 'SIGTERM');
    await exited;
    expect(strays()).toEqual([]);
  });

  it.each(OFFLINE)('holds every file that "hal0 %s" writes', async (command) => {
    await run(STRACE, traced(process.execPath, CLI, ...command.split(' ')), {
      env: environment,
      cwd: scratch,
    });
    const written = writtenPaths(readFileSync(trace, 'utf8'));
    expect(written.filter((path) => !path.startsWith(home) && !NOT_FILES.test(path))).toEqual([]);
  });
});
