import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aBundle, aPlan, aRun, someBundles } from '../../testing/a-bundle.js';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const GIB = 1024 ** 3;

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string | readonly string[]) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

/** The run as it ends, once it is looked at a second time. */
const DONE = aRun({
  state: 'completed',
  bytesDone: 7 * GIB,
  models: aRun().models.map((one) => ({ ...one, state: 'ready' as const, bytesDone: 7 * GIB })),
  slots: aRun().slots.map((one) => ({ ...one, state: 'done' as const })),
});

describe('bundle list and show', () => {
  it('tell which of them suits this box, and why', async () => {
    api.on('GET /api/bundles', () => someBundles());
    const { stdout, stderr } = await hal0('bundle list');
    expect(stdout).toMatch(/^hal0-lite +fits +32 GB +7\.0 GiB +7\.0 GiB +primary$/m);
    expect(stdout).toMatch(/^hal0-default +recommended /m);
    expect(stdout).toMatch(/^hal0-pro +too large /m);
    expect(stderr).toContain('31.2 GiB of memory, and 100.0 GiB free');
  });

  it('tell what applying one would do', async () => {
    api.on('GET /api/bundles/hal0-pro', () =>
      aBundle({ eligible: false, reason: 'It is for 64 GB; 31.2 GiB are here.' }),
    );
    const heldBy = '/etc/hal0/hal0.toml:12';
    const changes = [
      { field: 'model', from: null, to: 'qwen3.5-9b', heldBy: null },
      { field: 'device', from: 'cpu', to: 'gpu-vulkan', heldBy },
    ];
    const slots = [{ slot: 'primary', change: 'set' as const, changes }];
    api.on('GET /api/bundles/hal0-pro/plan?npuOptIn=true', () => aPlan({ unavailable: ['own-model'], slots }));
    const { stdout } = await hal0('bundle show hal0-pro --npu');
    for (const text of [
      'It is for 64 GB; 31.2 GiB are here.',
      'to download: about 7.0 GiB of 100.0 GiB free',
      'primary: model none → qwen3.5-9b',
      'missing: own-model',
      `held: device by ${heldBy}`,
    ])
      expect(stdout).toContain(text);
  });
});

describe('bundle apply', () => {
  it('follows it to its end, and tells what each slot got', async () => {
    api.on('POST /api/bundles/hal0-default/apply', () => aRun());
    const half = aRun({ bytesDone: 3.5 * GIB, bytesPerSecond: GIB, secondsLeft: 4 });
    const steps = [half, DONE];
    api.on('GET /api/bundles/run', () => steps.shift());
    const { exitCode, stdout, stderr } = await hal0('bundle apply hal0-default');
    expect(exitCode).toBe(0);
    expect(api.bodies[0]).toEqual({});
    expect(stderr).toContain(
      'hal0-Default: 0 of 1 models here, qwen3.5-9b, 50 %  3.5 GiB of 7.0 GiB  1.0 GiB/s  4 s left',
    );
    expect(stdout).toContain('hal0-Default is applied\n');
    expect(stdout).toMatch(/primary +done +qwen3\.5-9b/);
  });

  it('tells what is missing at the end, and exits with 1', async () => {
    const error = { code: 'hub.unreachable', message: 'It does not answer.' };
    const models = aRun().models.map((one) => ({ ...one, state: 'failed' as const, error }));
    api.on('POST /api/bundles/hal0-default/apply', () => aRun({ state: 'incomplete', models }));
    const { exitCode, stdout, stderr } = await hal0('bundle apply hal0-default');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('something is missing');
    expect(stderr).toContain('qwen3.5-9b: hub.unreachable: It does not answer.');
    expect(stderr).toContain('hal0 bundle apply hal0-default');
  });

  it('says what a model waits for while the hub cannot be reached', async () => {
    const error = { code: 'hub.unreachable', message: 'It does not answer.' };
    const models = aRun().models.map((one) => ({ ...one, state: 'waiting' as const, error }));
    api.on('POST /api/bundles/hal0-default/apply', () => aRun({ models })).on('GET /api/bundles/run', () => DONE);
    const { stderr } = await hal0('bundle apply hal0-default');
    expect(stderr).toContain('0 of 1 models here, qwen3.5-9b (hub.unreachable, tried again)');
  });

  it('sends what was agreed to, and does not wait when told so', async () => {
    api.on('POST /api/bundles/hal0-pro/apply', () => aRun());
    expect((await hal0('bundle apply hal0-pro --npu --force --no-wait')).exitCode).toBe(0);
    expect(api.bodies).toEqual([{ npuOptIn: true, force: true }]);
    expect(api.requests).toHaveLength(1);
  });

  it('passes on that this box is too small', async () => {
    const reason = 'It is for 64 GB.';
    api.on('POST /api/bundles/hal0-pro/apply', ({ response }) => refuse(response, 409, 'bundle.not_eligible', reason));
    expect(await hal0('bundle apply hal0-pro')).toMatchObject({
      exitCode: 1,
      stderr: `bundle.not_eligible: ${reason}\n`,
    });
  });
});

describe('bundle status, cancel and skip', () => {
  it('says that nothing was chosen yet', async () => {
    api.on('GET /api/bundles', () => someBundles());
    expect((await hal0('bundle status')).stdout).toContain('No bundle has been chosen yet.');
  });

  it('goes on to the end of a run with --follow', async () => {
    api.on('GET /api/bundles', () => someBundles({ run: aRun() })).on('GET /api/bundles/run', () => DONE);
    expect((await hal0('bundle status --follow')).stdout).toContain('hal0-Default is applied');
  });

  it('ends a run, and tells that no bundle is wanted', async () => {
    api.on('POST /api/bundles/run/cancel', () => aRun({ state: 'cancelled' }));
    expect((await hal0('bundle cancel')).stdout).toBe('hal0-Default is cancelled\n');
    api.on('POST /api/bundles/skip', () => ({ bundle: null, skipped: true }));
    expect((await hal0('bundle skip')).stdout).toContain('hal0 model pull');
  });
});

describe('bundle export and import', () => {
  let home: ReturnType<typeof temporaryHome>;
  beforeEach(() => {
    home = temporaryHome();
  });
  afterEach(() => home.remove());

  const fileOf = (text: string): string => {
    const file = join(home.home, 'box.json');
    writeFileSync(file, text);
    return file;
  };

  it('prints a manifest that import sends as it is', async () => {
    const manifest = { schemaVersion: 1, name: 'Office box' };
    api.on('GET /api/bundles/export?name=Office+box', () => manifest);
    const { stdout } = await hal0(['bundle', 'export', '--name', 'Office box']);
    api.on('POST /api/bundles/import', () => aBundle({ id: 'office-box', name: 'Office box', imported: true }));
    const outcome = await hal0(`bundle import ${fileOf(stdout)}`);
    expect(api.bodies.at(-1)).toEqual(manifest);
    expect(outcome.stdout).toBe('Office box is imported as office-box\n');
    expect(outcome.stderr).toContain('hal0 bundle apply office-box');
  });

  it('tells beforehand what would change, and keeps nothing', async () => {
    api.on('POST /api/bundles/import/preview', () => aPlan());
    const { stdout } = await hal0(`bundle import ${fileOf('{}')} --preview`);
    expect(stdout).toContain('primary: model none → qwen3.5-9b');
    expect(api.requests).toEqual(['POST /api/bundles/import/preview']);
  });

  it('tells that a file is not there, or is a folder', async () => {
    expect(await hal0('bundle import /nowhere/box.json')).toMatchObject({
      exitCode: 2,
      stderr: 'cli.file_unreadable: The file /nowhere/box.json is not there.\n',
    });
    expect((await hal0(`bundle import ${home.home}`)).stderr).toContain('is a folder');
  });

  it.each(['no json', ''])('refuses a file that holds %j without asking hal0', async (text) => {
    expect(await hal0(`bundle import ${fileOf(text)}`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is no bundle'),
    });
    expect(api.requests).toEqual([]);
  });
});

describe('a box elsewhere that is not set up', () => {
  const CODE = '0123abcd'.repeat(4);
  const sent: unknown[] = [];
  beforeEach(() => {
    sent.length = 0;
    api.on('POST /api/bundles/skip', ({ headers, response }) => {
      sent.push(headers['x-hal0-setup-code']);
      if (headers['x-hal0-setup-code'] === CODE) return { skipped: true };
      return refuse(response, 401, 'setup.code_missing', 'On the box, /state/.first-run.lock holds it.');
    });
  });

  it('is changed with its code, as an option or from the environment', async () => {
    expect(await hal0(`bundle skip --setup-code ${CODE}`)).toMatchObject({ exitCode: 0 });
    const environment = { HAL0_API_URL: api.url, HAL0_SETUP_CODE: `${CODE}\n` };
    expect(await runHal0('bundle skip', { environment })).toMatchObject({ exitCode: 0 });
    expect(sent).toEqual([CODE, CODE]);
  });

  it('says where the code stands without one, and never says the code', async () => {
    const without = await hal0('bundle skip');
    expect(without).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('/state/.first-run.lock holds it') });
    for (const wrong of ['sesame', 'open sesame', 'sésame']) {
      const { exitCode, stdout, stderr } = await hal0(['bundle', 'skip', '--setup-code', wrong]);
      expect(exitCode).toBeGreaterThan(0);
      expect(stdout + stderr).not.toMatch(/s.same/);
    }
    expect(sent).toEqual([undefined, 'sesame']);
  });
});
