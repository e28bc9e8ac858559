import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PullDto } from '@hal0/registry';
import { aPull } from '../../testing/a-pull.js';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

const GIB = 1024 ** 3;
const ROUTE = 'GET /api/pulls/4f0c2a9be1d37785';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const environment = () => ({ HAL0_API_URL: api.url, NO_COLOR: '1' });
const hal0 = (words: string) => runHal0(words, { environment: environment() });

/** A pull that is one step further each time it is looked at. */
function goesOn(...steps: Partial<PullDto>[]): void {
  api.on('POST /api/pulls', () => ({ ...aPull(), resumed: false }));
  api.on(ROUTE, () => aPull(steps.length > 1 ? steps.shift() : steps[0]));
}

describe('model pull', () => {
  it('says what it wants, follows it, and tells what comes next', async () => {
    const speed = { bytesPerSecond: GIB / 4, secondsLeft: 2 };
    goesOn(
      { bytesDone: GIB / 2, ...speed },
      { state: 'verifying', bytesDone: GIB },
      { state: 'completed', bytesDone: GIB },
    );
    const { exitCode, stdout, stderr } = await hal0('model pull qwen3.5-0.8b --id small --revision v2');
    expect(exitCode).toBe(0);
    expect(api.bodies[0]).toEqual({ source: 'qwen3.5-0.8b', id: 'small', revision: 'v2' });
    expect(stdout).toBe('qwen3.5-0.8b is here: 1.0 GiB\n');
    expect(stderr.split('\n')).toEqual([
      'qwen3.5-0.8b: downloading, 0 %  0.0 MiB of 1.0 GiB',
      'qwen3.5-0.8b: downloading, 50 %  512.0 MiB of 1.0 GiB  256.0 MiB/s  2 s left',
      'qwen3.5-0.8b: verifying, 100 %  1.0 GiB of 1.0 GiB',
      'Next: hal0 model assign qwen3.5-0.8b --slot <slot>',
      '',
    ]);
  });

  it('draws a bar at a terminal, and leaves the line empty', async () => {
    goesOn({ bytesDone: GIB / 4 }, { state: 'completed', bytesDone: GIB });
    const terminal = new FakeTerminal({ isTTY: true, environment: environment() });
    const { stderr } = await outcomeOf('model pull qwen3.5-0.8b', terminal);
    expect(stderr).toContain(
      `qwen3.5-0.8b  ${'█'.repeat(6)}${'░'.repeat(18)}  25 %  256.0 MiB of 1.0 GiB  downloading`,
    );
    expect(stderr).toContain('\r\x1b[2KNext:');
  });

  it('gives a line of JSON for every change, the last one how it ended', async () => {
    goesOn({ bytesDone: 5 }, { bytesDone: 5 }, { state: 'failed', error: { code: 'hub.unreachable', message: 'No.' } });
    const { exitCode, stdout, stderr } = await hal0('model pull qwen3.5-0.8b --json');
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as PullDto).state)).toEqual(['running', 'running', 'failed']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'hub.unreachable' } });
  });

  it('tells why it failed, and how it goes on', async () => {
    goesOn({ state: 'failed', error: { code: 'pull.checksum_mismatch', message: 'It is not the same.' } });
    const { exitCode, stderr } = await hal0('model pull qwen3.5-0.8b');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('pull.checksum_mismatch: It is not the same. ');
    expect(stderr).toContain('hal0 pull resume 4f0c2a9be1d37785');
  });

  it('returns at once with --no-wait', async () => {
    api.on('POST /api/pulls', () => ({ ...aPull({ state: 'queued' }), resumed: false }));
    const { exitCode, stdout, stderr } = await hal0('model pull qwen3.5-0.8b --no-wait');
    expect([exitCode, stdout]).toEqual([0, 'qwen3.5-0.8b is being downloaded: 1.0 GiB, queued\n']);
    expect(stderr).toContain('hal0 pull show 4f0c2a9be1d37785 --follow');
  });

  it('ends at Ctrl-C, and the download does not', async () => {
    goesOn({});
    const terminal = new FakeTerminal({ isTTY: true, environment: environment() });
    const outcome = outcomeOf('model pull qwen3.5-0.8b', terminal);
    await terminal.shows('downloading', terminal.stderr);
    terminal.pressCtrlC();
    const { exitCode, stderr } = await outcome;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('goes on in the background: hal0 pull show 4f0c2a9be1d37785');
    expect(api.requests.filter((request) => request.endsWith('/cancel'))).toEqual([]);
  });

  it('waits for an API that is started again', async () => {
    goesOn({ state: 'completed', bytesDone: GIB });
    const port = Number(new URL(api.url).port);
    const outcome = hal0('model pull qwen3.5-0.8b');
    await api.asked('POST /api/pulls');
    await api.stop();
    api = await FakeApi.start(port);
    api.on(ROUTE, () => aPull({ state: 'completed', bytesDone: GIB }));
    expect((await outcome).stdout).toBe('qwen3.5-0.8b is here: 1.0 GiB\n');
  });

  it('passes on that there is no room', async () => {
    const refusal = 'It does not fit.';
    api.on('POST /api/pulls', ({ response }) => refuse(response, 507, 'model.insufficient_disk', refusal));
    expect(await hal0('model pull big')).toMatchObject({
      exitCode: 1,
      stderr: `model.insufficient_disk: ${refusal}\n`,
    });
  });
});

describe('pull', () => {
  it('list tells each, and why one failed', async () => {
    const error = { code: 'hub.unauthorized', message: 'It asks for a token.' };
    const rows = [
      aPull({ bytesDone: GIB / 2, bytesPerSecond: GIB, secondsLeft: 61 }),
      aPull({ state: 'failed', error, bytesDone: GIB / 4 }),
      aPull({ state: 'failed', error: null, bytesDone: GIB / 4 }),
    ];
    api.on('GET /api/pulls', () => rows);
    const { stdout, stderr } = await hal0('pull list');
    expect(stdout).toMatch(/qwen3\.5-0\.8b +running +50 % +1\.0 GiB +1\.0 GiB\/s +1 min 1 s/);
    expect(stderr).toBe(
      'qwen3.5-0.8b: hub.unauthorized: It asks for a token.\n' +
        'Failed downloads hold 512.0 MiB. "hal0 pull resume" goes on with one, "hal0 pull rm" throws it away.\n',
    );
  });

  it.each(['pause', 'resume', 'cancel'])('%s takes the latest download of a model', async (verb) => {
    const states = { pause: 'paused', resume: 'queued', cancel: 'cancelled' } as const;
    const older = aPull({ id: '0000000000000000', state: 'cancelled' });
    api.on('GET /api/pulls', () => [aPull(), older]);
    api.on(`POST /api/pulls/4f0c2a9be1d37785/${verb}`, () => aPull({ state: states[verb as keyof typeof states] }));
    const { stdout } = await hal0(`pull ${verb} qwen3.5-0.8b`);
    expect(stdout).toBe(`qwen3.5-0.8b is ${states[verb as keyof typeof states]}\n`);
  });

  it('show --follow goes on to the end', async () => {
    goesOn({}, { state: 'completed', bytesDone: GIB });
    expect((await hal0('pull show 4f0c2a9be1d37785 --follow')).stdout).toBe('qwen3.5-0.8b is here: 1.0 GiB\n');
  });

  it('rm passes on that it has not ended', async () => {
    api.on('DELETE /api/pulls/4f0c2a9be1d37785', ({ response }) => refuse(response, 409, 'pull.active', 'Cancel it.'));
    expect(await hal0('pull rm 4f0c2a9be1d37785')).toMatchObject({ exitCode: 1, stderr: 'pull.active: Cancel it.\n' });
  });
});
