import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aBundle, aPlan, aRun, aSetupState, someBundles } from '../../testing/a-bundle.js';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

const WHICH = 'Which one?';

let api: FakeApi;
let terminal: FakeTerminal;

beforeEach(async () => {
  api = await FakeApi.start();
  terminal = new FakeTerminal({ isTTY: true, environment: { HAL0_API_URL: api.url, NO_COLOR: '1' } });
  const box = { platformLabel: 'Mini PC', cpuModel: 'Ryzen', ramMib: 32_000, gpus: [] };
  api
    .on('GET /api/setup/state', () => aSetupState())
    .on('GET /api/hardware', () => box)
    .on('GET /api/bundles', () => someBundles())
    .on('GET /api/bundles/hal0-default/plan', () => aPlan())
    .on('POST /api/setup/complete', () => aSetupState({ firstRun: false }))
    .on('POST /api/bundles/skip', () => ({ skipped: true }));
});
afterEach(() => api.stop());

const changes = () => api.requests.filter((request) => request.startsWith('POST'));

describe('setup', () => {
  it('shows the box, asks for a bundle, tells what it would do, and brings it', async () => {
    api.on('POST /api/bundles/hal0-default/apply', () => aRun());
    api.on('GET /api/bundles/run', () => aRun({ state: 'completed' }));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '2');
    await terminal.answers('Download about 7.0 GiB?', 'y');
    const { exitCode, stdout, stderr } = await outcome;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('31.2 GiB for models');
    expect(stdout).toMatch(/2 +hal0-Default +recommended +7\.0 GiB/);
    expect(changes()).toEqual(['POST /api/bundles/hal0-default/apply', 'POST /api/setup/complete']);
    expect(stdout).toContain('hal0-Default is applied');
    expect(stderr).toContain('hal0 chat');
  });

  it('downloads nothing without a yes', async () => {
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, 'hal0-default');
    await terminal.answers('Download about', '');
    expect((await outcome).exitCode).toBe(130);
    expect(changes()).toEqual([]);
  });

  it('asks again until the answer is one, and takes none for an answer', async () => {
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '');
    await terminal.answersNext(WHICH, '0');
    expect((await outcome).stdout).toContain('set up, without a bundle');
    expect(changes()).toEqual(['POST /api/bundles/skip', 'POST /api/setup/complete']);
  });

  it('forces a bundle that is too large only when that is agreed to', async () => {
    api.on('GET /api/bundles/hal0-pro/plan', () => aPlan());
    api.on('POST /api/bundles/hal0-pro/apply', () => aRun({ state: 'completed' }));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '3');
    await terminal.answers('It needs 64 GB. Take it all the same?', 'yes');
    await terminal.answers('Download about', 'y');
    expect((await outcome).exitCode).toBe(0);
    expect(api.bodies).toContainEqual({ force: true });
  });

  it('asks for the NPU where there is one, and the bundle has something for it', async () => {
    const bundles = [aBundle({ npuTrio: true })];
    api.on('GET /api/bundles', () => someBundles({ npuAvailable: true, bundles }));
    api.on('GET /api/bundles/hal0-default/plan?npuOptIn=true', () => aPlan());
    api.on('POST /api/bundles/hal0-default/apply', () => aRun({ state: 'completed' }));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '1');
    await terminal.answers('on the NPU too?', 'y');
    await terminal.answers('Download about', 'y');
    expect((await outcome).exitCode).toBe(0);
    expect(api.bodies).toContainEqual({ npuOptIn: true });
  });

  it('asks for the code of a box elsewhere, unseen, and sends it with every change', async () => {
    const sent: unknown[] = [];
    api.on('GET /api/setup/state', () => aSetupState({ codeRequired: true }));
    for (const path of ['setup/code', 'bundles/skip', 'setup/complete'])
      api.on(`POST /api/${path}`, ({ headers }) => (sent.push(headers['x-hal0-setup-code']), {}));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers('Setup code of the box', '0123abcd');
    await terminal.answers(WHICH, '0');
    const { stdout, stderr } = await outcome;
    expect(sent).toEqual(['0123abcd', '0123abcd', '0123abcd']);
    expect(stdout + stderr).not.toContain('0123abcd');
  });

  it('does not ask for a code that it was given', async () => {
    const sent: unknown[] = [];
    terminal.environment['HAL0_SETUP_CODE'] = ' 0123abcd\n';
    api.on(
      'GET /api/setup/state',
      ({ headers }) => (sent.push(headers['x-hal0-setup-code']), aSetupState({ codeRequired: true })),
    );
    for (const path of ['setup/code', 'bundles/skip', 'setup/complete'])
      api.on(`POST /api/${path}`, ({ headers }) => (sent.push(headers['x-hal0-setup-code']), {}));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '0');
    expect((await outcome).exitCode).toBe(0);
    expect(sent).toEqual([undefined, '0123abcd', '0123abcd', '0123abcd']);
  });

  it('says that a code is wrong before it asks for anything else', async () => {
    api.on('GET /api/setup/state', () => aSetupState({ codeRequired: true }));
    api.on('POST /api/setup/code', ({ response }) =>
      refuse(response, 401, 'setup.code_invalid', 'That is not the setup code of this box.'),
    );
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers('Setup code of the box', 'sesame');
    const { exitCode, stderr } = await outcome;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('That is not the setup code of this box.')]);
    expect(changes()).toEqual(['POST /api/setup/code']);
  });

  it('asks for a token where a model wants one', async () => {
    const models = aBundle().models.map((model) => ({ ...model, gated: true }));
    api.on('GET /api/bundles', () => someBundles({ bundles: [aBundle({ models })] }));
    api.on('GET /api/secrets', () => [{ name: 'HF_TOKEN', set: false }]);
    api.on('PUT /api/secrets/HF_TOKEN', ({ response }) => void response.writeHead(204).end());
    api.on('POST /api/bundles/hal0-default/apply', () => aRun({ state: 'completed' }));
    const outcome = outcomeOf('setup', terminal);
    await terminal.answers(WHICH, '1');
    await terminal.answers('Give it now?', 'y');
    await terminal.answers('Value of HF_TOKEN', 'hf_secret');
    await terminal.answers('Download about', 'y');
    const { stdout, stderr } = await outcome;
    expect(api.bodies).toContainEqual({ value: 'hf_secret' });
    expect(stdout + stderr).not.toContain('hf_secret');
  });

  it('goes on watching a bundle that is being applied', async () => {
    api.on('GET /api/setup/state', () => aSetupState({ run: aRun() }));
    api.on('GET /api/bundles/run', () => aRun({ state: 'completed' }));
    const { exitCode, stdout } = await outcomeOf('setup', terminal);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('hal0-Default is applied');
  });

  it('asks nothing with --json, and tells where the first run stands', async () => {
    const { exitCode, stdout } = await runHal0('setup --json', { environment: { HAL0_API_URL: api.url } });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ firstRun: true, pickerPending: true });
    expect(api.requests).toEqual(['GET /api/setup/state']);
  });

  it('asks nobody where nobody is', async () => {
    const { exitCode, stderr } = await runHal0('setup', { environment: { HAL0_API_URL: api.url } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('hal0 bundle apply');
    expect(api.requests).toEqual([]);
  });
});
