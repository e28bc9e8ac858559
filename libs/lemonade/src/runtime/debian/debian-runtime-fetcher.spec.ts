import { afterEach, describe, expect, it } from '@jest/globals';
import {
  copyFileTo,
  ensureFolder,
  SystemClock,
  writeFileAtomic,
  type ProcessOutcome,
  type ProcessRun,
} from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ScriptedProcesses } from '../../testing/scripted-processes.js';
import { FolderLock } from '../folder-lock.js';
import { DebianRuntimeFetcher, type DebianFetcherOptions, type FetchReport } from './debian-runtime-fetcher.js';
import { LAUNCHED_COMMANDS } from './launchers.js';

const PLAN = ['lemonade-server_1_amd64.deb', 'libx_2_amd64.deb'];
const LOADER = 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
const never = () => new AbortController().signal;
const ran = (processes: ScriptedProcesses) => processes.ran.map(({ command, args }) => [command, ...args].join(' '));

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

/** A machine with apt, and an archive of two packages. */
async function setup(
  options: Partial<DebianFetcherOptions> = {},
  behaviour: (spec: ProcessRun) => Partial<ProcessOutcome> | undefined = () => undefined,
) {
  const { home, remove } = temporaryHome();
  homes.push(remove);
  for (const tool of ['apt-get', 'dpkg-deb']) await writeFileAtomic(join(home, 'bin', tool), '', { mode: 0o755 });
  await writeFileAtomic(join(home, 'keyring.gpg'), 'keys');
  await writeFileAtomic(
    join(home, 'apt/sources.list.d/debian.sources'),
    'Types: deb\nURIs: http://archive.example/debian\n',
  );
  const processes = new ScriptedProcesses();
  processes.commandLines.set(process.pid, ['hal0']);
  processes.onRun = async (spec) => {
    const answer = behaviour(spec);
    return answer ?? playTools(spec);
  };
  const fetcher = new DebianRuntimeFetcher(processes, new FolderLock(processes, new SystemClock(), process.pid), {
    host: { platform: 'linux', architecture: 'x64', path: join(home, 'bin') },
    environment: { PATH: join(home, 'bin'), SECRET: 'x', https_proxy: 'http://proxy:1' },
    maxIndexAgeDays: 30,
    proven: {
      suite: 'sid',
      lemonade: '1',
      packages: [{ name: 'lemonade-server', version: '1', architecture: 'amd64', sha256: 'f'.repeat(64) }],
    },
    aptFolder: join(home, 'apt'),
    keyring: join(home, 'keyring.gpg'),
    ...options,
  });
  const told: { message: string; fraction: number }[] = [];
  const warnings: string[] = [];
  const report: FetchReport = {
    progress: (message, fraction) => told.push({ message, fraction }),
    warning: (message) => warnings.push(message),
  };
  return { fetcher, processes, report, told, warnings, home, tree: join(home, 'lemonade/runtime') };
}

async function playTools({ command, args, env, onLine }: ProcessRun): Promise<Partial<ProcessOutcome>> {
  if (command === 'apt-get' && args.includes('--print-uris')) {
    return {
      stdout: PLAN.map((file) => `'http://archive.example/debian/pool/${file}' ${file} 10 MD5Sum:0`).join('\n'),
    };
  }
  if (command === 'apt-get' && args.includes('--download-only')) {
    const archives = join(dirname(env?.['APT_CONFIG'] ?? ''), 'cache/archives');
    for (const [index, file] of PLAN.entries()) {
      onLine?.(`Get:${index + 1} http://archive.example/debian sid/main amd64 ${file}`);
      await writeFileAtomic(join(archives, file), file.split('_')[0] ?? '');
    }
  }
  if (command === 'dpkg-deb') {
    const tree = args.at(-1) ?? '';
    await writeFileAtomic(join(tree, LOADER), 'loader', { mode: 0o755 });
    await writeFileAtomic(join(tree, 'usr/share/doc/readme'), 'superfluous');
    for (const folder of ['usr/share/lemonade-server', 'usr/lib/x86_64-linux-gnu/ggml/backends0'])
      await ensureFolder(join(tree, folder));
    for (const name of LAUNCHED_COMMANDS) {
      await ensureFolder(join(tree, 'usr/bin'));
      await copyFileTo(join(tree, LOADER), join(tree, 'usr/bin', name));
    }
  }
  return {};
}

describe('DebianRuntimeFetcher', () => {
  const unchecked = { proven: { suite: 'sid', lemonade: '1', packages: [] } };

  it('leaves a finished runtime and nothing else', async () => {
    const { fetcher, report, tree, told } = await setup(unchecked);
    await fetcher.fetch(tree, never(), report);
    expect(await fetcher.isComplete(tree)).toBe(true);
    expect(readdirSync(dirname(tree))).toEqual(['runtime']);
    expect(readdirSync(join(tree, 'bin')).sort()).toEqual([...LAUNCHED_COMMANDS].sort());
    expect(existsSync(join(tree, 'usr/share/doc'))).toBe(false);
    expect(told.map(({ message }) => message)).toEqual([
      'reading the index of the Debian archive',
      'downloading 1 of 2 packages',
      'downloading 2 of 2 packages',
      'unpacking 1 of 2 packages',
      'unpacking 2 of 2 packages',
    ]);
    const fractions = told.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThan(1);
  });

  it('asks only a signed archive, no older than allowed, and hands no secrets to its tools', async () => {
    let sources = '';
    let configuration = '';
    const { fetcher, report, tree, processes } = await setup(unchecked, ({ env }) => {
      if (!sources && env?.['APT_CONFIG']) {
        configuration = readFileSync(env['APT_CONFIG'], 'utf8');
        sources = readFileSync(join(dirname(env['APT_CONFIG']), 'etc/sources.list'), 'utf8');
      }
      return undefined;
    });
    await fetcher.fetch(tree, never(), report);
    expect(sources).toMatch(
      /^deb \[arch=amd64 signed-by=\S+keyring\.gpg\] http:\/\/archive\.example\/debian sid main\n$/,
    );
    expect(configuration).toContain(`Acquire::Min-ValidTime "${30 * 86_400}";`);
    expect(processes.ran[0]?.env).toMatchObject({ https_proxy: 'http://proxy:1', LC_ALL: 'C' });
    expect(processes.ran.some(({ env }) => env?.['SECRET'])).toBe(false);
  });

  it('fetches once when two ask at the same time', async () => {
    const { fetcher, report, tree, processes } = await setup(unchecked);
    await Promise.all([fetcher.fetch(tree, never(), report), fetcher.fetch(tree, never(), report)]);
    expect(ran(processes).filter((line) => line.includes('--download-only'))).toHaveLength(1);
  });

  it('warns when the archive has other versions than the proven ones', async () => {
    const { fetcher, report, tree, warnings } = await setup(unchecked);
    await fetcher.fetch(tree, never(), report);
    expect(warnings).toEqual([expect.stringContaining('2 of the 2 package versions')]);
    expect(warnings[0]).toContain('libx');
  });

  it('refuses a package that is not the proven file of its version', async () => {
    const { fetcher, report, tree, processes } = await setup();
    await expect(fetcher.fetch(tree, never(), report)).rejects.toThrow(
      'lemonade-server 1 is not the file that hal0 was proven with',
    );
    expect(ran(processes).some((line) => line.startsWith('dpkg-deb'))).toBe(false);
    expect(existsSync(tree)).toBe(false);
  });

  it('explains why apt gave up, and keeps the runtime that was there', async () => {
    const { fetcher, report, tree } = await setup(unchecked, ({ args }) =>
      args.includes('update')
        ? { code: 100, stderr: "E: Failed to fetch x  Could not resolve 'archive.example'" }
        : undefined,
    );
    await writeFileAtomic(join(tree, 'bin/old'), '');
    await expect(fetcher.fetch(tree, never(), report)).rejects.toMatchObject({
      code: 'lemonade.fetch_failed',
      message: expect.stringContaining('network'),
    });
    expect(readdirSync(dirname(tree))).toEqual(['runtime']);
  });

  it.each([
    ['a full disk', 'dpkg-deb: error: No space left on device', 'system.storage_full'],
    ['a broken package', 'dpkg-deb: error: not a Debian archive', 'lemonade.fetch_failed'],
  ])('tells %s while unpacking', async (_case, stderr, code) => {
    const { fetcher, report, tree } = await setup(unchecked, ({ command }) =>
      command === 'dpkg-deb' ? { code: 2, stderr } : undefined,
    );
    await expect(fetcher.fetch(tree, never(), report)).rejects.toMatchObject({ code });
  });

  it('does not accept a runtime that lacks libraries', async () => {
    const { fetcher, report, tree } = await setup(unchecked, ({ args }) =>
      args.includes('--list') ? { stdout: 'libfoo.so.1 => not found' } : undefined,
    );
    await expect(fetcher.fetch(tree, never(), report)).rejects.toMatchObject({
      details: { log: ['libfoo.so.1 => not found'] },
    });
    expect(existsSync(tree)).toBe(false);
  });

  it('stops when told to, and cleans up', async () => {
    const stop = new AbortController();
    const { fetcher, report, tree } = await setup(unchecked, ({ args }) => {
      if (args.includes('update')) stop.abort(new Error('enough'));
      return undefined;
    });
    await expect(fetcher.fetch(tree, stop.signal, report)).rejects.toThrow('enough');
    expect(readdirSync(dirname(tree))).toEqual([]);
  });

  it.each([
    [
      'another system',
      { host: { platform: 'darwin', architecture: 'arm64', path: '' } },
      'only for Linux on x86-64, not for darwin on arm64',
    ],
    [
      'a machine without apt',
      { host: { platform: 'linux', architecture: 'x64', path: '/nowhere' } },
      'apt-get and dpkg-deb',
    ],
    ['a machine without keyring', { keyring: '/nowhere/keyring.gpg' }, 'apt-get install debian-archive-keyring'],
    ['a machine without a Debian archive', { aptFolder: '/nowhere' }, 'apt on this machine knows no Debian archive'],
  ])('says what to install on %s', async (_case, options, message) => {
    const { fetcher, report, tree } = await setup(options);
    await expect(fetcher.fetch(tree, never(), report)).rejects.toMatchObject({
      code: 'lemonade.runtime_missing',
      message: expect.stringContaining(message),
    });
  });
});
