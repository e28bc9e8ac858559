import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HubClient } from '../../hub/hub-client.js';
import { HubTransport } from '../../hub/hub-transport.js';
import { FakeHub } from '../../testing/fake-hub/fake-hub.js';
import type { HubFault } from '../../testing/fake-hub/hub-fault.js';
import { ggufBytes, type HeaderValue } from '../../testing/gguf-bytes.js';
import { readRemoteHeader } from './read-remote-header.js';

const MIB = 2 ** 20;
const FILE = 'org/m/m-Q4_0.gguf';

const llama = (more: Record<string, HeaderValue> = {}) =>
  ggufBytes({ 'general.architecture': 'llama', 'llama.block_count': 2, 'llama.embedding_length': 64, ...more });
/** Its header goes on behind the first megabyte. */
const LONG = Buffer.concat([llama({ words: { texts: 200_000 }, 'llama.context_length': 512 }), Buffer.alloc(4 * MIB)]);

describe('the header of a remote model', () => {
  let hub: FakeHub;
  let transport: HubTransport;

  beforeEach(async () => {
    hub = await FakeHub.start();
    transport = new HubTransport({ hubUrl: hub.url, token: () => undefined, silenceMs: 200 });
  });

  afterEach(async () => {
    await transport.close();
    await hub.stop();
  });

  function read(contents: Record<string, Buffer>, signal?: AbortSignal) {
    const client = new HubClient(transport);
    const { commit } = hub.add('org/m', contents);
    const files = Object.entries(contents).map(([path, bytes]) => ({
      url: client.fileUrl('org/m', commit, path),
      sizeBytes: bytes.length,
    }));
    return readRemoteHeader(client, files, 'the model', signal);
  }

  it('is read in parts, as few as it takes', async () => {
    expect(await read({ 'm-Q4_0.gguf': LONG })).toMatchObject({
      type: 'llm',
      contextLength: 512,
      facts: { layers: 2 },
    });
    const ranges = hub.requests.filter(({ at }) => at === 'network').map(({ range }) => range);
    expect(ranges).toHaveLength(2);
    expect(ranges[0]).toBe('bytes=0-524287');
  });

  it('is read from a server that knows no ranges, too, without its weights', async () => {
    hub.fail(FILE, { kind: 'ignore-range' }, { times: 9 });
    const large = Buffer.concat([llama(), Buffer.alloc(64 * MIB)]);
    expect(await read({ 'm-Q4_0.gguf': large })).toMatchObject({ type: 'llm' });
    expect(hub.bytesServed(FILE)).toBeLessThan(32 * MIB);
  });

  it('is no model of the hub when it is another format', async () => {
    expect(await read({ 'm.safetensors': Buffer.alloc(100) })).toMatchObject({ type: null, facts: null });
  });

  it('counts the parameters of all parts of a split model', async () => {
    const contents = {
      'm-00001-of-00002.gguf': llama(),
      'm-00002-of-00002.gguf': ggufBytes({ 'split.no': 1 }),
    };
    expect((await read(contents)).facts?.parameters).toBe(64);
    const broken = { ...contents, 'm-00002-of-00002.gguf': Buffer.from('GGUF and nothing') };
    expect((await read(broken)).facts).toMatchObject({ parameters: null, layers: 2 });
  });

  it.each<[HubFault, string]>([
    [{ kind: 'drop', afterBytes: 1_000 }, 'hub.unreachable'],
    [{ kind: 'stall', afterBytes: 1_000 }, 'hub.unreachable'],
    [{ kind: 'wrong-start', by: 10 }, 'hub.answer_invalid'],
    [{ kind: 'status', status: 404 }, 'hub.not_found'],
    [{ kind: 'status', status: 500 }, 'hub.unreachable'],
    [{ kind: 'garbled', oneIn: 7 }, 'model.file_corrupt'],
  ])('is not made up when %j happens', async (fault, code) => {
    hub.fail(FILE, fault, { after: fault.kind === 'garbled' ? 1 : 0, times: 9 });
    await expect(read({ 'm-Q4_0.gguf': LONG })).rejects.toMatchObject({ code });
  });

  it('is not looked for without end', async () => {
    const endless = Buffer.concat([llama({ words: { texts: 5_000_000 } }), Buffer.alloc(MIB)]);
    await expect(read({ 'm-Q4_0.gguf': endless })).rejects.toMatchObject({ code: 'hub.answer_invalid' });
  });

  it('is given up when nobody wants it any more', async () => {
    hub.fail(FILE, { kind: 'stall', afterBytes: 10 });
    const limit = new AbortController();
    const reading = read({ 'm-Q4_0.gguf': LONG }, limit.signal);
    limit.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
