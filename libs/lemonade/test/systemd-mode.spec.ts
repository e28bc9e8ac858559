import { afterEach, describe, expect, it } from '@jest/globals';
import { readTextFile, writeFileAtomic } from '@hal0/platform';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LemonadeFolders } from '../src/config/lemonade-folders.js';
import { findFreePort } from '../src/supervisor/free-port.js';
import { LEMONADE_UNIT } from '../src/systemd/lemonade-unit.js';
import { plainLoad } from '../src/testing/index.js';
import { DEMO_CHAT, realLemonade } from './real-lemonade.js';

const never = () => new AbortController().signal;
const UNIT_FILE = join(import.meta.dirname, '../../../installer/systemd', LEMONADE_UNIT);
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** The real lemond in systemd mode; systemctl is played by a script that goes by the real unit's file. */
async function systemdHome() {
  const made = realLemonade();
  const { home, paths } = made;
  const folders = new LemonadeFolders(paths);
  const state = join(home, 'systemd');
  const port = (await findFreePort(23_305)) ?? null;
  mkdirSync(join(home, 'bin'), { recursive: true });
  mkdirSync(state);
  const unit = (await readTextFile(UNIT_FILE))!.replaceAll('/var/lib/hal0/lemonade', folders.root);
  await writeFileAtomic(join(state, LEMONADE_UNIT), unit);
  copyFileSync(join(import.meta.dirname, 'fake-systemctl.sh'), join(home, 'bin/systemctl'));
  const environment = {
    ...process.env,
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    FAKE_UNIT: join(state, LEMONADE_UNIT),
    FAKE_STATE: state,
  };
  const create = (changes = {}) => made.create({ mode: 'systemd', port, environment, ...changes });
  const pid = async () => Number(await readTextFile(join(state, 'pid')));
  const verbs = async () =>
    ((await readTextFile(join(state, 'verbs'))) ?? '').split('\n').filter((verb) => verb && verb !== 'show');
  const stop = async () => {
    // Asked to end, as systemd does, it would take its time.
    const lemond = await pid();
    if (lemond > 0) made.processes.killGroup(lemond, 'SIGKILL');
    await made.stop();
  };
  return { ...made, folders, create, pid, verbs, stop };
}

describe('hal0 having systemd run the real lemond', () => {
  const homes: Awaited<ReturnType<typeof systemdHome>>[] = [];
  const home = async () => {
    const made = await systemdHome();
    homes.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of homes.splice(0)) await made.stop();
  }, 60_000);

  it('starts the unit, loads a model, and hears the log', async () => {
    const { create, folders, verbs } = await home();
    const lemonade = create();
    lemonade.start();
    await lemonade.whenRunning(never());
    await lemonade.load({ ...plainLoad(DEMO_CHAT), slot: 'primary' }, never());
    expect((await lemonade.loadedModels()).map(({ id }) => id)).toEqual([DEMO_CHAT.id]);
    await until(() => lemonade.recentLog(DEMO_CHAT.id, 50).some((line) => line.includes('model loaded')));
    expect(lemonade.log({ slot: 'primary' }).length).toBeGreaterThan(5);
    expect(await verbs()).toEqual(['start']);
    expect(statSync(folders.unitEnvironmentFile).mode & 0o777).toBe(0o600);
    await lemonade.onModuleDestroy();
  }, 120_000);

  it('finds its models again after a restart of hal0, and none after a change of what lemond is started with', async () => {
    const { create, pid } = await home();
    const first = create();
    first.start();
    await first.whenRunning(never());
    await first.load(plainLoad(DEMO_CHAT), never());
    await first.onModuleDestroy();
    const started = await pid();

    const second = create();
    second.start();
    await second.whenRunning(never());
    expect((await second.loadedModels()).map(({ id }) => id)).toEqual([DEMO_CHAT.id]);
    expect(await pid()).toBe(started);
    await second.onModuleDestroy();

    const third = create({ threads: 2 });
    third.start();
    await third.whenRunning(never());
    expect(await third.loadedModels()).toEqual([]);
    expect(await pid()).not.toBe(started);
    await third.onModuleDestroy();
  }, 120_000);

  it('has it started again when it is gone', async () => {
    const { create, pid, verbs } = await home();
    const lemonade = create();
    lemonade.start();
    await lemonade.whenRunning(never());
    process.kill(await pid(), 'SIGKILL');
    await until(() => lemonade.status().phase === 'starting');
    await lemonade.whenRunning(never());
    expect(await verbs()).toEqual(['start', 'start']);
    await lemonade.load(plainLoad(DEMO_CHAT), never());
    await lemonade.onModuleDestroy();
  }, 120_000);
});
