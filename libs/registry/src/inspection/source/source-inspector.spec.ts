import type { HardwareService, MemoryPools } from '@hal0/hardware';
import { FakeClock } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { HubClient } from '../../hub/hub-client.js';
import { HubTransport } from '../../hub/hub-transport.js';
import { modelSource } from '../../model.js';
import { FakeHub } from '../../testing/fake-hub/fake-hub.js';
import { ggufBytes } from '../../testing/gguf-bytes.js';
import { openRegistry } from '../../testing/open-registry.js';
import { SourceInspector } from './source-inspector.service.js';

const DEMO = fileURLToPath(new URL('../../../../../installer/demo/models/', import.meta.url));
const CHAT = join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf');
const WHISPER = join(DEMO, 'hal0-demo-whisper-en.bin');
const MIB = 2 ** 20;

/** A model whose weights are as large as said, of nothing. */
const model = (mebibytes: number) =>
  Buffer.concat([
    ggufBytes({
      'general.architecture': 'llama',
      'llama.block_count': 2,
      'llama.embedding_length': 64,
      'llama.context_length': 4096,
    }),
    Buffer.alloc(mebibytes * MIB),
  ]);

describe('looking at a model before it is fetched', () => {
  let hub: FakeHub;
  let transport: HubTransport;
  let token: string | undefined;
  let clock: FakeClock;
  let limitMib: number;

  beforeEach(async () => {
    [hub, clock, token, limitMib] = [await FakeHub.start(), new FakeClock(), undefined, 16_384];
    transport = new HubTransport({ hubUrl: hub.url, token: () => token });
  });

  afterEach(async () => {
    await transport.close();
    await hub.stop();
  });

  async function inspector(curated: ConstructorParameters<typeof CatalogueService>[0] = []) {
    const { registry, inspector: files } = await openRegistry();
    const pools = async (): Promise<MemoryPools> => ({
      system: { limitMib, freeMib: limitMib, limitedBy: 'main memory' },
      gpu: null,
    });
    const hardware = { pools } as HardwareService;
    const client = new HubClient(transport);
    return {
      registry,
      source: new SourceInspector(client, new CatalogueService(curated), files, registry, hardware, clock),
    };
  }

  it('tells what a repository has, what it would be, and what its header says', async () => {
    const { commit } = hub.add(
      'org/Demo-Chat-GGUF',
      { 'README.md': Buffer.from('hi'), 'chat-Q8_0.gguf': CHAT },
      { license: 'apache-2.0' },
    );
    const found = await (await inspector()).source.inspect('org/Demo-Chat-GGUF');
    expect(found).toMatchObject({
      source: { kind: 'hub', repository: 'org/Demo-Chat-GGUF', revision: commit },
      license: 'apache-2.0',
      gated: false,
      variants: [{ name: 'Q8_0', sizeBytes: 2_354_048, fits: 'yes', recommended: true, largestContext: 2048 }],
      mmproj: [],
      suggested: { id: 'chat-Q8_0', name: 'Demo-Chat Q8_0', type: 'llm', recipe: 'llamacpp', labels: ['tool-calling'] },
      facts: { architecture: 'llama', layers: 4, vocabulary: 2048, parameters: 2_164_416, toolCalling: true },
      installed: [],
      problem: null,
    });
    expect(found.variants[0]?.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('reads no more of a large file than its header takes', async () => {
    hub.add('org/Big', { 'big-Q4_K_M.gguf': model(40) });
    const { facts } = await (await inspector()).source.inspect('org/Big');
    expect(facts).toMatchObject({ architecture: 'llama', layers: 2 });
    expect(hub.bytesServed('org/Big/big-Q4_K_M.gguf')).toBeLessThanOrEqual(MIB);
  });

  it('walks through a vocabulary of several megabytes', async () => {
    const words = {
      'tokenizer.ggml.tokens': { texts: 400_000 },
      'tokenizer.chat_template': '{% if tools %}{% endif %}',
    };
    const header = { 'general.architecture': 'llama', 'llama.block_count': 2, 'llama.embedding_length': 64, ...words };
    hub.add('org/Words', { 'words-Q4_0.gguf': Buffer.concat([ggufBytes(header), Buffer.alloc(9 * MIB)]) });
    const { facts } = await (await inspector()).source.inspect('org/Words');
    expect(facts).toMatchObject({ vocabulary: 400_000, toolCalling: true });
    expect(hub.bytesServed('org/Words/words-Q4_0.gguf')).toBeLessThan(6 * MIB);
  });

  it('recommends what most people want where it fits, and otherwise the best that does', async () => {
    const files = {
      'm-Q2_K.gguf': model(8),
      'm-Q4_K_M.gguf': model(40),
      'm-Q8_0.gguf': model(60),
      'mmproj-F16.gguf': model(1),
    };
    hub.add('org/Many', files);
    const { source } = await inspector();
    const recommended = async (name = 'org/Many') =>
      (await source.inspect(name)).variants.filter((variant) => variant.recommended).map(({ name: each }) => each);
    expect(await recommended()).toEqual(['Q4_K_M']);
    limitMib = 140;
    const small = await source.inspect('org/Many');
    expect(small.variants.map(({ name, fits }) => [name, fits])).toEqual([
      ['Q2_K', 'yes'],
      ['Q4_K_M', 'tight'],
      ['Q8_0', 'no'],
    ]);
    expect(small.variants[0]?.recommended).toBe(true);
    expect(small.suggested.labels).toEqual(['vision']);
    expect(small.mmproj.map(({ path }) => path)).toEqual(['mmproj-F16.gguf']);
    expect(await recommended('org/Many:q8_0')).toEqual(['Q8_0']);
    limitMib = 20;
    expect(await recommended()).toEqual([]);
  });

  it('says which variants there are when another is asked for', async () => {
    hub.add('org/Many', { 'm-Q2_K.gguf': model(1), 'm-Q8_0.gguf': model(2) });
    await expect((await inspector()).source.inspect('org/Many:Q6_K')).rejects.toMatchObject({
      code: 'pull.source_invalid',
      message: expect.stringContaining('It has Q2_K, Q8_0'),
    });
  });

  it('lists the files of a gated repository, and says why it knows no more', async () => {
    hub.add('org/Gated', { 'm-Q4_0.gguf': CHAT }, { token: 'secret' });
    const { source } = await inspector();
    expect(await source.inspect('org/Gated')).toMatchObject({
      gated: true,
      variants: [{ name: 'Q4_0' }],
      facts: null,
      problem: { code: 'hub.gated', message: expect.stringContaining('HF_TOKEN') },
    });
    token = 'secret';
    expect(await source.inspect('org/Gated')).toMatchObject({ facts: { architecture: 'llama' }, problem: null });
  });

  it('does not wait long for a header', async () => {
    hub.add('org/Slow', { 'm-Q4_0.gguf': CHAT });
    hub.fail('org/Slow/m-Q4_0.gguf', { kind: 'stall', afterBytes: 10 });
    const looking = (await inspector()).source.inspect('org/Slow');
    while (!hub.requests.some(({ at }) => at === 'network')) await new Promise(setImmediate);
    await clock.advance(20_000);
    expect(await looking).toMatchObject({
      variants: [{ name: 'Q4_0' }],
      facts: null,
      problem: { code: 'hub.unreachable', message: expect.stringContaining('takes too long') },
    });
  });

  it('asks the hub once in five minutes', async () => {
    hub.add('org/Once', { 'm-Q8_0.gguf': CHAT });
    const { source } = await inspector();
    await Promise.all([source.inspect('org/Once'), source.inspect(' org/Once ')]);
    const asked = hub.requests.length;
    await clock.advance(299_000);
    await source.inspect('org/Once');
    expect(hub.requests).toHaveLength(asked);
    await clock.advance(2_000);
    await source.inspect('org/Once');
    expect(hub.requests.length).toBeGreaterThan(asked);
  });

  it.each([
    ['org/Nothing', 'hub.not_found'],
    ['nonsense', 'pull.source_invalid'],
    ['/nowhere/at/all.gguf', 'model.file_missing'],
  ])('says of %s what is wrong', async (wanted, code) => {
    token = 'some';
    await expect((await inspector()).source.inspect(wanted)).rejects.toMatchObject({ code });
  });

  it('tells a repository without anything to load from one with a broken file', async () => {
    hub.add('org/Pickles', { 'model.pt': Buffer.from('x') });
    hub.add('org/Broken', { 'm-Q4_0.gguf': Buffer.from('GGUF\x03\0\0\0 and then nothing of use at all') });
    const { source } = await inspector();
    expect(await source.inspect('org/Pickles')).toMatchObject({
      variants: [],
      problem: { code: 'pull.source_invalid' },
    });
    expect(await source.inspect('org/Broken')).toMatchObject({ facts: null, problem: { code: 'model.file_corrupt' } });
  });

  it('knows what is here already, and what whisper.cpp runs', async () => {
    hub.add('org/Speech', { 'ggml-tiny.bin': WHISPER });
    const { source, registry } = await inspector();
    const files = [{ role: 'main' as const, path: WHISPER, sizeBytes: 7_771_264, sha256: null }];
    await registry.register({ id: 'ears', files, source: modelSource('hub', { repository: 'org/Speech' }) });
    expect(await source.inspect('org/Speech')).toMatchObject({
      suggested: { id: 'ggml-tiny', type: 'transcription', recipe: 'whispercpp' },
      variants: [{ name: 'tiny', fitMessage: expect.stringContaining('needs about') }],
      installed: ['ears'],
    });
  });

  it('looks at all files of a curated model, in whatever repositories they are', async () => {
    hub.add('org/Draws', { 'draws-Q8_0.gguf': model(3) });
    hub.add('org/Parts', { 'vae/vae.safetensors': Buffer.alloc(MIB), 'other.safetensors': Buffer.alloc(MIB) });
    const { source } = await inspector([
      {
        ...{
          id: 'Draws',
          name: 'Draws',
          description: 'Draws.',
          type: 'image',
          recipe: 'sd-cpp',
          license: null,
          gated: false,
        },
        ...{ labels: ['edit'], sizeBytes: 1 },
        files: [
          { role: 'main', repository: 'org/Draws', path: 'draws-Q8_0.gguf' },
          { role: 'vae', repository: 'org/Parts', path: 'vae/vae.safetensors' },
        ],
      },
    ]);
    const found = await source.inspect('draws');
    expect(found).toMatchObject({
      source: { catalogueId: 'Draws', repository: 'org/Draws' },
      suggested: { id: 'Draws', type: 'image', recipe: 'sd-cpp', labels: ['edit'] },
      variants: [{ recommended: true }],
    });
    expect(found.variants[0]?.files.map(({ path }) => path)).toEqual(['draws-Q8_0.gguf', 'vae/vae.safetensors']);
    hub.add('org/Parts', { 'other.safetensors': Buffer.alloc(MIB) });
    await clock.advance(300_000);
    await expect(source.inspect('draws')).rejects.toMatchObject({ code: 'pull.file_gone' });
  });

  it('looks at an address, and shows it without what may be a key', async () => {
    hub.add('org/Plain', { 'chat-Q8_0.gguf': CHAT });
    const address = `${hub.networkUrl}/org/Plain/chat-Q8_0.gguf?key=secret`;
    expect(await (await inspector()).source.inspect(address)).toMatchObject({
      source: { kind: 'url', url: `${hub.networkUrl}/org/Plain/chat-Q8_0.gguf` },
      suggested: { id: 'chat-Q8_0', type: 'llm' },
      facts: { layers: 4 },
    });
  });

  it('looks at a file of this machine, with the projector beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hal0-look-'));
    writeFileSync(join(folder, 'mine-Q4_0.gguf'), model(1));
    writeFileSync(join(folder, 'mmproj-F16.gguf'), model(1));
    expect(await (await inspector()).source.inspect(join(folder, 'mine-Q4_0.gguf'))).toMatchObject({
      source: { kind: 'file' },
      variants: [{ quantization: 'Q4_0', recommended: true }],
      mmproj: [{ path: join(folder, 'mmproj-F16.gguf') }],
      suggested: { id: 'mine-Q4_0', type: 'llm', labels: ['vision'] },
    });
    rmSync(folder, { recursive: true });
  });
});
