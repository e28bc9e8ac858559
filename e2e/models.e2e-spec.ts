import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ModelDto, PullDto, StartedPullDto } from '@hal0/registry';
import { FakeHub } from '@hal0/registry/testing';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CLONE, DEMO_MODELS, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

interface Failure {
  error: { code: string; message: string };
}

const MIB = 1_048_576;
const CLI = join(CLONE, 'apps/cli/dist/main.js');
const CHAT = join(DEMO_MODELS, 'hal0-demo-chat-2m-q8_0.gguf');
const WHISPER = join(DEMO_MODELS, 'hal0-demo-whisper-en.bin');
const CHAT_BYTES = readFileSync(CHAT);
const QUESTION = { max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] };
const run = promisify(execFile);

/** A hub of the test's own, and hal0 with nothing but its address. */
async function hal0WithHub(models = ''): Promise<{ hub: FakeHub; hal0: Hal0Process }> {
  const hub = await FakeHub.start();
  const hal0 = new Hal0Process({ toml: `[models]\nhub_url = "${hub.url}"\n${models}` });
  await hal0.start();
  return { hub, hal0 };
}

async function pulled(hal0: Hal0Process, id: string): Promise<PullDto> {
  let pull: PullDto | undefined;
  await hal0.until(async () => {
    pull = (await hal0.request<PullDto>('GET', `/api/pulls/${id}`)).body;
    return ['completed', 'failed', 'cancelled'].includes(pull.state);
  }, `the end of pull ${id}`);
  return pull as PullDto;
}

const start = (hal0: Hal0Process, body: object) => hal0.request<StartedPullDto>('POST', '/api/pulls', body);

/** Asks for a pull and waits for its end. */
async function pull(hal0: Hal0Process, body: object): Promise<PullDto> {
  const { status, body: started } = await start(hal0, body);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(started)}`);
  return pulled(hal0, started.id);
}

const modelsOf = async (hal0: Hal0Process) => (await hal0.request<ModelDto[]>('GET', '/api/models')).body;
/** Where the main file of a model is. */
const pathOf = (model: ModelDto | undefined) => model?.path ?? '';
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Names of what is left of pulls that have not ended. */
function staged(hal0: Hal0Process): string[] {
  const folder = join(hal0.paths.state, 'models/.pulls');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('a model that is pulled from the hub', () => {
  let hub: FakeHub;
  let hal0: Hal0Process;
  beforeAll(async () => {
    ({ hub, hal0 } = await hal0WithHub());
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT, 'README.md': Buffer.from('# Tiny') });
  });
  afterAll(async () => {
    await hal0.stop();
    await hub.stop();
  });

  it('is described before a byte of it is fetched to keep', async () => {
    const { status, body } = await hal0.request('POST', '/api/models/inspect', { source: 'org/tiny-GGUF' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        repository: 'org/tiny-GGUF',
        gated: false,
        variants: [{ quantization: 'Q8_0', sizeBytes: CHAT_BYTES.length, fits: 'yes', recommended: true }],
        suggested: { type: 'llm', recipe: 'llamacpp' },
      },
    });
    expect(await modelsOf(hal0)).toEqual([]);
  });

  it('is one job, then a registered file whose every byte is right', async () => {
    const { events, stop } = await hal0.follow();
    const done = await pull(hal0, { source: 'org/tiny-GGUF:Q8_0', id: 'tiny' });
    expect(done).toMatchObject({
      modelId: 'tiny',
      state: 'completed',
      bytesDone: CHAT_BYTES.length,
      bytesTotal: CHAT_BYTES.length,
      error: null,
    });
    const [model] = await modelsOf(hal0);
    expect(model).toMatchObject({
      id: 'tiny',
      type: 'llm',
      state: 'ready',
      source: { kind: 'hub', repository: 'org/tiny-GGUF' },
    });
    const path = pathOf(model);
    expect(path).toContain('/models/llamacpp/chat/tiny/');
    expect(digest(readFileSync(path))).toBe(digest(CHAT_BYTES));
    expect(staged(hal0)).toEqual([]);
    expect(hub.bytesServed('org/tiny-GGUF/tiny-Q8_0.gguf')).toBeLessThan(1.5 * CHAT_BYTES.length);
    await hal0.until(() => events.some(({ type }) => type === 'pull.completed'), 'the event');
    stop();
  });

  it('goes into a slot and answers', async () => {
    const patch = await hal0.request('PATCH', '/api/slots/primary', { model: 'tiny', enabled: true });
    expect(patch.status).toBe(200);
    const answer = await hal0.request('POST', '/v1/chat/completions', { model: 'tiny', ...QUESTION });
    expect(answer).toMatchObject({
      status: 200,
      body: { choices: [{ message: { content: expect.stringMatching(/\S/) } }] },
    });
    expect((await hal0.slot('primary')).state).toBe('ready');
  });

  it('is not taken away under the slot, unless asked for twice', async () => {
    const refused = await hal0.request<Failure>('DELETE', '/api/models/tiny?files=true');
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'model.in_use' } } });
    const path = pathOf((await modelsOf(hal0))[0]);
    const removed = await hal0.request('DELETE', '/api/models/tiny?files=true&cascade=true');
    expect(removed).toMatchObject({ status: 200, body: { id: 'tiny', bytesFreed: CHAT_BYTES.length } });
    expect([existsSync(path), await modelsOf(hal0)]).toEqual([false, []]);
    expect(await hal0.slot('primary')).toMatchObject({ model: null });
  });

  it('comes by the command line too, which puts it into the slot and has it answer', async () => {
    const environment = { PATH: process.env['PATH'], HAL0_HOME: hal0.home, NO_COLOR: '1' };
    const cli = async (...words: string[]) =>
      (await run(process.execPath, [CLI, ...words], { env: environment })).stdout;
    const lines = (await cli('model', 'pull', 'org/tiny-GGUF', '--id', 'typed', '--json')).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ modelId: 'typed', state: 'completed' });
    await cli('model', 'assign', 'typed', '--slot', 'primary');
    expect(await cli('model', 'list')).toMatch(/typed/);
    const answer = await hal0.request('POST', '/v1/chat/completions', { model: 'primary', ...QUESTION });
    expect(answer).toMatchObject({ status: 200 });
  });
});

describe('hal0 killed in the middle of a pull', () => {
  let hub: FakeHub;
  let hal0: Hal0Process;
  /** What follows the weights is of no matter to whoever reads the header. */
  const bytes = Buffer.concat([readFileSync(WHISPER), Buffer.alloc(24 * MIB, 7)]);
  const size = bytes.length;
  const FILE = 'org/speech/ggml-en.bin';
  beforeAll(async () => {
    ({ hub, hal0 } = await hal0WithHub());
    hub.add('org/speech', { 'ggml-en.bin': bytes });
  });
  afterAll(async () => {
    await hal0.stop();
    await hub.stop();
  });

  it('goes on by itself at the next start, with the same job and what had arrived', async () => {
    hub.fail(FILE, { kind: 'slow', bytesPerSecond: 1_000_000 }, { times: 1_000 });
    const { id } = (await start(hal0, { source: 'org/speech', id: 'ears' })).body;
    const now = async () => (await hal0.request<PullDto>('GET', `/api/pulls/${id}`)).body;
    await hal0.until(async () => (await now()).bytesDone > 12 * MIB, 'a good part to arrive');
    await hal0.crash();
    const before = hub.bytesServed(FILE);
    expect(before).toBeLessThan(size);
    hub.heal();

    await hal0.start();
    expect(await pulled(hal0, id)).toMatchObject({ id, modelId: 'ears', state: 'completed', bytesDone: size });
    // At most a mebibyte of each of four connections comes again.
    expect(hub.bytesServed(FILE)).toBeLessThan(size + 4 * MIB);
    const [model] = await modelsOf(hal0);
    expect(model).toMatchObject({ id: 'ears', type: 'transcription', state: 'ready' });
    expect(digest(readFileSync(pathOf(model)))).toBe(digest(bytes));
    expect(staged(hal0)).toEqual([]);
  });
});

describe('a pull that does not go well', () => {
  let hub: FakeHub;
  let hal0: Hal0Process;
  let round = 0;
  /** A repository nobody has asked for yet, with the file `<round>-Q8_0.gguf`. */
  let repository = '';
  let file = '';
  beforeAll(async () => {
    ({ hub, hal0 } = await hal0WithHub());
  });
  beforeEach(() => {
    round += 1;
    repository = `org/round-${round}-GGUF`;
    file = `${repository}/round-${round}-Q8_0.gguf`;
    hub.heal();
    hub.add(repository, { [`round-${round}-Q8_0.gguf`]: CHAT });
  });
  afterAll(async () => {
    await hal0.stop();
    await hub.stop();
  });

  it.each([
    ['lost connections', { kind: 'drop', afterBytes: 300_000 }],
    ['a busy hub', { kind: 'status', status: 429, retryAfter: 1 }],
    ['a hub with a fault', { kind: 'status', status: 503 }],
    ['a hub that fails', { kind: 'status', status: 500 }],
    ['a range that is said not to be there', { kind: 'status', status: 416 }],
    ['silence', { kind: 'stall', afterBytes: 100_000 }],
    ['ranges that are not heeded', { kind: 'ignore-range' }],
    ['answers that end early', { kind: 'short', missing: 1_000 }],
    ['answers that go on too long', { kind: 'long', extra: 1_000 }],
    ['answers that start elsewhere', { kind: 'wrong-start', by: 7 }],
  ] as const)('arrives whole in spite of %s', async (_what, fault) => {
    hub.fail(file, fault, { times: 2 });
    const { state, modelId } = await pull(hal0, { source: repository });
    expect(state).toBe('completed');
    const model = (await modelsOf(hal0)).find(({ id }) => id === modelId);
    expect(digest(readFileSync(pathOf(model)))).toBe(digest(CHAT_BYTES));
  });

  it('waits as long as a busy hub asks', async () => {
    hub.fail(file, { kind: 'status', status: 429, retryAfter: 3 }, { times: 4 });
    const began = performance.now();
    expect((await pull(hal0, { source: repository })).state).toBe('completed');
    expect(performance.now() - began).toBeGreaterThan(3_000);
  });

  it('gives the token to no host that the hub sends it to, however often it does', async () => {
    expect((await hal0.request('PUT', '/api/secrets/HF_TOKEN', { value: 'hf-far-away' })).status).toBe(204);
    const place = file.replace(repository, '');
    hub.fail(file, { kind: 'redirect', to: `${hub.networkUrl}/${repository}${place}` }, { times: 2 });
    expect((await pull(hal0, { source: repository })).state).toBe('completed');
    const sent = hub.requests.filter(({ path }) => path.includes(repository));
    const tokens = sent.filter(({ at }) => at === 'network').map(({ authorization }) => authorization);
    expect([tokens.length > 2, new Set(tokens)]).toEqual([true, new Set([undefined])]);
    expect((await hal0.request('DELETE', '/api/secrets/HF_TOKEN')).status).toBe(204);
  });

  it('says what a web page in the place of a model is, and keeps nothing of it', async () => {
    hub.add(repository, { [`round-${round}-Q8_0.gguf`]: Buffer.from('<!doctype html><title>Sign in</title>') });
    const { id, error } = await pull(hal0, { source: repository });
    expect(error).toMatchObject({ code: 'pull.not_a_model', message: expect.stringContaining('web page') });
    expect(staged(hal0)).not.toContain(id);
  });

  it('takes the new file when the hub replaces it on the way', async () => {
    const bytes = Buffer.from(CHAT_BYTES);
    bytes.fill(1, bytes.length - 1_000);
    hub.fail(file, { kind: 'replace', with: bytes }, { after: 1 });
    const { state, modelId } = await pull(hal0, { source: repository });
    expect(state).toBe('completed');
    const model = (await modelsOf(hal0)).find(({ id }) => id === modelId);
    expect(digest(readFileSync(pathOf(model)))).toBe(digest(bytes));
  });

  it('fails, and registers nothing, when the hub lies about the digest', async () => {
    const name = `round-${round}-Q8_0.gguf`;
    hub.add(repository, { [name]: CHAT }, { digests: { [name]: '0'.repeat(64) } });
    const before = (await modelsOf(hal0)).length;
    expect(await pull(hal0, { source: repository })).toMatchObject({
      state: 'failed',
      error: { code: 'pull.checksum_mismatch' },
    });
    expect(await modelsOf(hal0)).toHaveLength(before);
  });

  it('is refused before it begins when the disk cannot hold it', async () => {
    const name = `round-${round}-Q8_0.gguf`;
    hub.add(repository, { [name]: CHAT }, { sizes: { [name]: 2 ** 52 } });
    const { status, body } = await hal0.request<Failure>('POST', '/api/pulls', { source: repository });
    expect([status, body.error.code]).toEqual([507, 'model.insufficient_disk']);
    expect(body.error.message).toMatch(/[GTP]iB/);
  });

  it.each([
    ['a repository that is not there', 'org/nothing-GGUF', 404, 'hub.not_found'],
    ['a repository behind a gate', 'org/gated-GGUF', 403, 'hub.gated'],
    ['a pickle', 'org/pickle', 422, 'pull.unsafe_format'],
    ['words that mean nothing', 'not a source', 422, 'pull.source_invalid'],
    ['an address where clouds keep credentials', 'http://169.254.169.254/model.gguf', 422, 'hub.address_forbidden'],
  ])('is refused with its own code: %s', async (_what, source, status, code) => {
    hub.add('org/gated-GGUF', { 'gated-Q8_0.gguf': CHAT }, { token: 'let-me-in' });
    hub.add('org/pickle', { 'pytorch_model.bin': Buffer.from([0x80, 2, 0x7d]) });
    const answer = await hal0.request<Failure>('POST', '/api/pulls', { source });
    expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code });
    expect(JSON.stringify(answer.body)).not.toContain(hal0.home);
  });

  it('gets past a gate with the token, which neither the log nor any other host sees', async () => {
    const name = `round-${round}-Q8_0.gguf`;
    hub.add(repository, { [name]: CHAT }, { token: 'hf-let-me-in' });
    expect((await hal0.request('PUT', '/api/secrets/HF_TOKEN', { value: 'hf-let-me-in' })).status).toBe(204);
    expect((await pull(hal0, { source: repository })).state).toBe('completed');
    const asked = hub.requests.filter(({ path }) => path.includes(repository));
    const tokens = (at: string) => new Set(asked.filter((each) => each.at === at).map((each) => each.authorization));
    expect([tokens('hub'), tokens('network')]).toEqual([new Set(['Bearer hf-let-me-in']), new Set([undefined])]);
    expect(hal0.output).not.toContain('hf-let-me-in');
    expect((await hal0.request('DELETE', '/api/secrets/HF_TOKEN')).status).toBe(204);
  });

  it('waits while paused, goes on, and leaves nothing when cancelled', async () => {
    hub.fail(file, { kind: 'slow', bytesPerSecond: 100_000 }, { times: 1_000 });
    const { id } = (await start(hal0, { source: repository })).body;
    expect(await start(hal0, { source: repository })).toMatchObject({ status: 200, body: { id, resumed: true } });
    expect((await hal0.request<Failure>('DELETE', `/api/pulls/${id}`)).body).toMatchObject({
      error: { code: 'pull.active' },
    });
    const change = async (to: string) => (await hal0.request<PullDto>('POST', `/api/pulls/${id}/${to}`)).body.state;
    expect(await change('pause')).toBe('paused');
    expect(['queued', 'running']).toContain(await change('resume'));
    expect(await change('cancel')).toBe('cancelled');
    expect(staged(hal0)).not.toContain(id);
    expect((await hal0.request('DELETE', `/api/pulls/${id}`)).status).toBe(204);
    expect((await hal0.request('GET', `/api/pulls/${id}`)).status).toBe(404);
  });
});
