import { FakeClock } from '@hal0/platform/testing';
import { FakeHub, HurriedClock } from '@hal0/registry/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '../../hub/hub-client.js';
import { HubTransport } from '../../hub/hub-transport.js';
import { Bandwidth } from './bandwidth.js';
import { FileTransfer } from './file-transfer.js';
import { CHUNK_BYTES, PartFile } from './part-file.js';
import { TransferSurroundings } from './transfer-surroundings.js';

const FILE = 'org/model/a.gguf';
const MIB = 1024 * 1024;
/** Not a multiple of anything. */
const CONTENT = randomBytes(5 * MIB + 12_345);

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('FileTransfer', () => {
  let hub: FakeHub;
  let folder: string;
  let transport: HubTransport;

  beforeAll(async () => {
    hub = await FakeHub.start();
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hal0-transfer-'));
    hub.heal();
    hub.requests.length = 0;
    hub.mostAtOnce = 0;
    hub.redirects = true;
    hub.add('org/model', { 'a.gguf': CONTENT });
    transport = new HubTransport({ hubUrl: hub.url, token: () => undefined, silenceMs: 300 });
  });
  afterEach(async () => {
    await transport.close();
    rmSync(folder, { recursive: true });
  });

  async function open({ connections = 4, etag = null as string | null, signal = new AbortController().signal } = {}) {
    const path = join(folder, 'a.gguf');
    const clock = new HurriedClock();
    const client = new HubClient(transport);
    const part = await PartFile.open(path, CONTENT.length);
    const seen: { etag: string | null; sha256: string | null }[] = [];
    let received = 0;
    const transfer = new FileTransfer(
      { name: 'a.gguf', url: client.fileUrl('org/model', 'main', 'a.gguf'), etag, sha256: digestOf(CONTENT) },
      part,
      new TransferSurroundings(client, clock, { connections, mebibytesPerSecond: 0 }),
      {
        received: (bytes) => (received += bytes),
        identified: async (file) => void seen.push(file),
      },
    );
    const run = () => transfer.run(signal).finally(() => part.close());
    return { transfer, part, clock, seen, path, run, received: () => received };
  }

  it('fetches a file over several connections at once', async () => {
    hub.fail(FILE, { kind: 'slow', bytesPerSecond: 8 * MIB }, { times: 4 });
    const { run, path, seen } = await open();
    expect(await run()).toBe(digestOf(CONTENT));
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
    expect(hub.bytesServed(FILE)).toBe(CONTENT.length);
    expect(hub.mostAtOnce).toBeGreaterThan(1);
    expect(seen).toEqual([expect.objectContaining({ etag: `"${digestOf(CONTENT)}"` })]);
  });

  it.each([
    ['connections that die', { kind: 'drop', afterBytes: 300_000 }, 9],
    ['connections that go silent', { kind: 'stall', afterBytes: 700_000 }, 2],
    ['less than the range asked for', { kind: 'short', missing: 1_000 }, 3],
    ['more than the range asked for', { kind: 'long', extra: 5_000 }, 3],
    ['another range than the one asked for', { kind: 'wrong-start', by: 100 }, 2],
    ['errors of the hub', { kind: 'status', status: 500 }, 3],
    ['errors without a body', { kind: 'status', status: 503 }, 2],
    ['the whole file instead of a range', { kind: 'ignore-range' }, 1],
    ['the whole file whatever is asked', { kind: 'ignore-range' }, Infinity],
    ['a range that is not there', { kind: 'status', status: 416 }, 1],
    ['a slow connection', { kind: 'slow', bytesPerSecond: 8 * MIB }, 2],
  ] as const)('ends complete and verified after %s', async (_what, fault, times) => {
    hub.fail(FILE, fault, { times, after: times === Infinity ? 0 : 1 });
    const { run, path } = await open();
    expect(await run()).toBe(digestOf(CONTENT));
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
  });

  it('loses nothing that has arrived when connections keep dying within a chunk', async () => {
    hub.fail(FILE, { kind: 'drop', afterBytes: 200_000 }, { times: 30 });
    const { run } = await open({ connections: 1 });
    expect(await run()).toBe(digestOf(CONTENT));
    expect(hub.bytesServed(FILE)).toBeLessThan(CONTENT.length + 30 * 70_000);
  });

  it('waits as long as the hub asks, and longer each time when it does not say', async () => {
    hub.fail(FILE, { kind: 'status', status: 429, retryAfter: 7 });
    hub.fail(FILE, { kind: 'status', status: 429 }, { times: 2 });
    const { run, clock } = await open({ connections: 1 });
    await run();
    expect(clock.waits).toEqual([7_000, 1_000, 2_000]);
  });

  it('starts again when the file becomes another one on the way', async () => {
    const other = randomBytes(2 * MIB + 7);
    hub.fail(FILE, { kind: 'replace', with: other }, { after: 3 });
    const { run, path, transfer, seen } = await open();
    expect(await run()).toBe(digestOf(other));
    expect(transfer.sha256).toBe(digestOf(other));
    expect(readFileSync(path).equals(other)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ sizeBytes: other.length, sha256: digestOf(other) });
  });

  it('gives a file up that never stays the same', async () => {
    for (let time = 0; time < 5; time++) {
      hub.fail(FILE, { kind: 'replace', with: randomBytes(3 * MIB) }, { after: 1 });
    }
    const { run } = await open({ connections: 1 });
    await expect(run()).rejects.toMatchObject({ code: 'pull.source_changed' });
  });

  it.each([
    ['hub.unreachable', { kind: 'drop', afterBytes: 0 }],
    ['hub.busy', { kind: 'status', status: 429, retryAfter: 1 }],
    ['hub.busy', { kind: 'status', status: 429, retryAfter: 86_400 }],
    ['hub.not_found', { kind: 'status', status: 404 }],
    ['hub.refused', { kind: 'status', status: 451 }],
    ['hub.address_forbidden', { kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data' }],
    ['hub.address_forbidden', { kind: 'redirect', to: 'file:///etc/passwd' }],
  ] as const)('gives up with %s', async (code, fault) => {
    hub.fail(FILE, fault, { times: Infinity });
    const { run } = await open({ connections: 2 });
    await expect(run()).rejects.toMatchObject({ code });
  });

  it('goes on where it was stopped, and fetches no chunk again that was there', async () => {
    const stop = new AbortController();
    hub.fail(FILE, { kind: 'slow', bytesPerSecond: 4 * MIB }, { times: Infinity });
    const first = await open({ signal: stop.signal });
    const stopped = first.run();
    while (first.part.bytesDone < 2 * CHUNK_BYTES) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error('paused'));
    await expect(stopped).rejects.toThrow('paused');
    const kept = first.part.bytesDone;
    hub.heal();
    hub.requests.length = 0;
    const second = await open({ etag: first.seen[0]!.etag });
    expect(second.part.bytesDone).toBe(kept);
    expect(await second.run()).toBe(digestOf(CONTENT));
    expect(hub.bytesServed(FILE)).toBe(CONTENT.length - kept);
    expect(hub.requests.find(({ at }) => at === 'network')?.ifRange).toBe(first.seen[0]!.etag);
    expect(existsSync(`${second.path}.progress`)).toBe(true);
  });

  it('keeps all pulls together within the limit', async () => {
    const clock = new FakeClock();
    const bandwidth = new Bandwidth(10 * MIB, clock);
    const signal = new AbortController().signal;
    const paid = Promise.all([1, 2, 3].map(() => bandwidth.pay(5 * MIB, signal)));
    let done = false;
    void paid.then(() => (done = true));
    await clock.advance(1_300);
    expect(done).toBe(false);
    await clock.advance(200);
    expect(done).toBe(true);
  });
});
