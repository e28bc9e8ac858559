import { FakeHub } from '@hal0/registry/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { HubAddresses } from './hub-address.js';
import { HubClient } from './hub-client.js';
import { HubTransport } from './hub-transport.js';
import type { HubBusyError } from './hub.errors.js';

const FILE = 'org/model/a.gguf';

describe('HubClient', () => {
  let hub: FakeHub;
  let transport: HubTransport;
  let client: HubClient;

  beforeAll(async () => {
    hub = await FakeHub.start();
    hub.add('org/model', { 'a.gguf': Buffer.from('0123456789') }, { license: 'mit', token: 'hf_secret' });
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    hub.heal();
    hub.requests.length = 0;
    transport = new HubTransport({ hubUrl: `${hub.url}/`, token: () => 'hf_secret', silenceMs: 200 });
    client = new HubClient(transport);
  });
  afterEach(() => transport.close());

  const open = (from: number, to?: number) =>
    client.openRange({ url: client.fileUrl('org/model', 'main', 'a.gguf'), from, ...(to === undefined ? {} : { to }) });

  it('describes a repository', async () => {
    expect(await client.repository('org/model')).toMatchObject({
      ...{ id: 'org/model', gated: 'manual', license: 'mit', commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      files: [{ path: 'a.gguf', sizeBytes: 10, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it('opens a part of a file, with what the hub and the host of the file say about it', async () => {
    const answer = (await open(2, 5))!;
    expect(answer).toMatchObject({ partial: true, from: 2, totalBytes: 10 });
    expect(answer.etag).toBe(`"${answer.sha256}"`);
    expect(await text(answer.body)).toBe('234');
    expect(await open(10, 12)).toBeUndefined();
  });

  it.each([
    ['hub.answer_invalid', { kind: 'redirect', to: '/org/model/a.gguf' }],
    ['hub.unreachable', { kind: 'status', status: 403 }],
    ['hub.unreachable', { kind: 'status', status: 502 }],
    ['hub.busy', { kind: 'status', status: 429 }],
    ['hub.refused', { kind: 'status', status: 400 }],
    ['hub.address_forbidden', { kind: 'redirect', to: 'http://[fe80::1]/x' }],
  ] as const)('says %s', async (code, fault) => {
    hub.fail(FILE, fault, { times: Infinity });
    await expect(open(0)).rejects.toMatchObject({ code });
  });

  it('says that a hub is down, which is no fault of the repository', async () => {
    hub.down = 503;
    await expect(client.repository('org/model')).rejects.toMatchObject({ code: 'hub.busy' });
    hub.down = 500;
    await expect(client.repository('org/model')).rejects.toMatchObject({
      code: 'hub.unreachable',
      message: expect.stringMatching(/answers with status 500: something is wrong there\. Try again later\.$/),
    });
  });

  it.each([
    ['120', 120_000],
    [new Date(Date.now() + 90_000).toUTCString(), 90_000],
    ['soon', null],
  ])('says how long a busy hub asks to wait: %s', async (retryAfter, expected) => {
    hub.fail(FILE, { kind: 'status', status: 429, retryAfter });
    const error = (await open(0).catch((reason: unknown) => reason)) as HubBusyError;
    expect(Math.abs((error.retryAfterMs ?? 0) - (expected ?? 0))).toBeLessThanOrEqual(2_000);
    expect([error.retryAfterMs === null, /wait \d+ s before/.test(error.message)]).toEqual([!expected, !!expected]);
  });

  it('never shows the token, whatever goes wrong', async () => {
    hub.fail(FILE, { kind: 'redirect', to: '/org/model/a.gguf' }, { times: Infinity });
    const error = await open(0).catch((reason: unknown) => reason);
    expect(JSON.stringify([error, String(error)])).not.toContain('hf_secret');
    expect(hub.requests.filter(({ at }) => at === 'network').map(({ authorization }) => authorization)).not.toContain(
      'Bearer hf_secret',
    );
  });
});

describe('HubAddresses', () => {
  const here = new HubAddresses(new URL('http://127.0.0.1:9000'));
  const far = new HubAddresses(new URL('https://hub.example'));

  it.each([
    ['https://hub.example/a', true, true],
    ['http://192.168.1.5/a', true, true],
    ['http://127.0.0.2/a', true, false],
    ['http://[::1]/a', true, false],
    ['http://[::ffff:127.0.0.1]/a', true, false],
    ['http://169.254.169.254/a', false, false],
    ['http://[fd00:ec2::254]/a', false, false],
    ['file:///etc/passwd', false, false],
    ['https://user:secret@hub.example/a', false, false],
  ])('%s', (url, withHubHere, withHubFar) => {
    expect(here.problemOf(new URL(url)) === undefined).toBe(withHubHere);
    expect(far.problemOf(new URL(url)) === undefined).toBe(withHubFar);
  });
});
