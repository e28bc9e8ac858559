import { Hal0Settings } from '@hal0/config';
import type { Dialect } from '@hal0/dispatcher';
import { Hal0Controller, PlatformModule, RequestSecurity } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { SlotsService } from '@hal0/slots';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { GATEWAY_PREFIX } from '../src/gateway-prefix.js';
import { takeOnly } from '../src/intake/intake.js';
import { readApiKeys } from '../src/keys/api-key-file.js';
import { ApiKeysService } from '../src/keys/api-keys.service.js';
import { ApiKeysController } from '../src/keys/http/api-keys.controller.js';
import { SessionController } from '../src/keys/http/session.controller.js';
import { KeyGate } from '../src/keys/key-gate.js';
import { OpenStreams } from '../src/keys/open-streams.service.js';
import { OperatorToken } from '../src/keys/operator-token.js';
import { SessionsService } from '../src/keys/sessions.service.js';
import { securityHook } from '../src/security-hook.js';

const { paths, remove } = temporaryHome();
const settings = new Hal0Settings();
let app: NestFastifyApplication;
let full: string;
let limited: string;

beforeAll(async () => {
  app = await start();
  full = await keyNamed('laptop');
  limited = await keyNamed('phone', { slots: ['small'] });
});
afterAll(async () => {
  await app.close();
  remove();
});
beforeEach(() => void (settings.api.require_key = 'off'));

describe('requests to models', () => {
  const asks = (headers: Record<string, string> = {}) => send('POST', '/v1/ask', { headers });

  it('need no key at first, and a made-up one does not harm', async () => {
    expect(await asks()).toMatchObject({ status: 200, body: { grant: null } });
    expect(await asks({ authorization: 'Bearer dummy' })).toMatchObject({ status: 200, body: { grant: null } });
  });

  it('keep to the limits of a key that is known, though none is asked for', async () => {
    const answer = await asks({ authorization: `Bearer ${limited}` });
    expect(answer.body).toEqual({ grant: { keyName: 'phone', slots: ['small'], localOnly: false } });
  });

  it.each(['inference', 'all'] as const)('need a key with require_key = "%s"', async (requirement) => {
    settings.api.require_key = requirement;
    const refused = await asks();
    expect(refused).toMatchObject({ status: 401, body: { said: 'auth.key_missing' } });
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="hal0"');
    for (const wrong of [`Bearer ${full}x`, 'Bearer hal0_', `Bearer ${full.toUpperCase()}`]) {
      expect(await asks({ authorization: wrong })).toMatchObject({ status: 401, body: { said: 'auth.key_invalid' } });
    }
    for (const wrong of [`Basic ${full}`, full, 'Bearer', 'Bearer ']) {
      expect(await asks({ authorization: wrong })).toMatchObject({ status: 401, body: { said: 'auth.key_missing' } });
    }
    expect((await send('POST', `/v1/ask?key=${full}&api_key=${full}`)).status).toBe(401);
    const rightOnes: Record<string, string>[] = [
      { authorization: `Bearer ${full}` },
      { authorization: `bearer  ${full}` },
      { 'x-api-key': full },
      { authorization: `Bearer ${limited}` },
    ];
    for (const right of rightOnes) expect((await asks(right)).status).toBe(200);
  });

  it.each(['/v1/%61sk', 'http://127.0.0.1/v1/ask', '/api/v1/ask', '/api/chat'])(
    'need it however the address is written: %s',
    async (address) => {
      settings.api.require_key = 'inference';
      expect((await send('POST', address)).status).toBe(401);
      expect((await send('POST', address, { headers: { 'x-api-key': full } })).status).toBe(200);
    },
  );

  it('are refused from a foreign page before any key is looked at', async () => {
    settings.api.require_key = 'all';
    const answer = await asks({ origin: 'https://evil.example', authorization: `Bearer ${full}` });
    expect(answer).toMatchObject({ status: 403, body: { said: 'system.origin_forbidden' } });
  });
});

describe('operating hal0', () => {
  const looks = (headers: Record<string, string> = {}) => send('GET', '/api/things', { headers });

  it.each(['off', 'inference'] as const)('needs no key with require_key = "%s"', async (requirement) => {
    settings.api.require_key = requirement;
    expect((await looks()).status).toBe(200);
    expect((await looks({ authorization: `Bearer ${limited}` })).status).toBe(200);
  });

  it.each(['/api/things', '/api/%74hings', '/api/keys', '/metrics'])('needs one with "all": %s', async (address) => {
    settings.api.require_key = 'all';
    expect(await send('GET', address)).toMatchObject({ status: 401, body: { error: { code: 'auth.key_missing' } } });
    expect((await send('HEAD', address)).status).toBe(401);
    expect((await send('GET', address, { headers: { authorization: `Bearer ${full}` } })).status).toBe(200);
  });

  it('is not for a key with limits, which could make itself a better one', async () => {
    settings.api.require_key = 'all';
    const made = await send('POST', '/api/keys', { headers: { 'x-api-key': limited }, body: { name: 'better' } });
    expect(made).toMatchObject({ status: 403, body: { error: { code: 'auth.key_limited' } } });
  });

  it('leaves open what monitors ask', async () => {
    settings.api.require_key = 'all';
    const answer = await send('GET', '/api/health');
    expect(answer.status).toBe(200);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('is always possible on the machine itself, with a token that only its owner can read', async () => {
    settings.api.require_key = 'all';
    expect(statSync(paths.operatorToken).mode & 0o777).toBe(0o600);
    const token = readFileSync(paths.operatorToken, 'utf8').trim();
    expect((await looks({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await send('POST', '/v1/ask', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });
});

describe('the token of the operator', () => {
  it('is made private again when it came back readable to others', async () => {
    const home = temporaryHome();
    await new OperatorToken(home.paths).onModuleInit();
    chmodSync(home.paths.operatorToken, 0o644);
    const token = new OperatorToken(home.paths);
    await token.onModuleInit();
    expect(statSync(home.paths.operatorToken).mode & 0o777).toBe(0o600);
    expect(token.matches(readFileSync(home.paths.operatorToken, 'utf8').trim())).toBe(true);
    home.remove();
  });
});

describe('a session of the dashboard', () => {
  const signIn = (key: string) => send('POST', '/api/session', { body: { key } });
  const cookieOf = ({ headers }: Answer) => String(headers['set-cookie']).split(';')[0] ?? '';

  it('begins with a key and opens everything, until it is ended', async () => {
    settings.api.require_key = 'all';
    expect((await send('GET', '/api/session')).body).toEqual({ required: true, signedIn: false, key: null });
    const answer = await signIn(full);
    expect(answer).toMatchObject({ status: 200, body: { required: true, signedIn: true, key: 'laptop' } });
    const set = String(answer.headers['set-cookie']);
    expect(set).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(set).not.toContain(full);
    const headers = { cookie: `theme=dark; ${cookieOf(answer)}` };
    expect((await send('GET', '/api/session', { headers })).body).toMatchObject({ signedIn: true, key: 'laptop' });
    expect((await send('GET', '/api/things', { headers })).status).toBe(200);
    expect((await send('POST', '/v1/ask', { headers })).body).toMatchObject({ grant: { keyName: 'laptop' } });
    const ended = await send('DELETE', '/api/session', { headers });
    expect(ended.headers['set-cookie']).toMatch(/^hal0_session=; Max-Age=0;/);
  });

  it('does not begin with a wrong key, nor with one that has limits', async () => {
    expect(await signIn('hal0_no')).toMatchObject({ status: 401, body: { error: { code: 'auth.key_invalid' } } });
    expect(await signIn(limited)).toMatchObject({ status: 403, body: { error: { code: 'auth.key_limited' } } });
  });

  it('cannot be forged, prolonged, or handed to another key', async () => {
    settings.api.require_key = 'all';
    const cookie = cookieOf(await signIn(full));
    const [name = '', until = '', seal = ''] = cookie.replace('hal0_session=', '').split('.');
    const forged = [
      [name, String(Number(until) + 60), seal],
      [Buffer.from('phone').toString('base64url'), until, seal],
      [name, until, `${seal.slice(0, -2)}AA`],
      [name, until, 'AA'],
      [name, until, ''],
    ];
    for (const parts of forged) {
      const headers = { cookie: `hal0_session=${parts.join('.')}` };
      expect((await send('GET', '/api/things', { headers })).status).toBe(401);
    }
  });

  it('is found behind others that a page at another port has made', async () => {
    settings.api.require_key = 'all';
    const session = cookieOf(await signIn(full));
    const name = session.slice(0, session.indexOf('.'));
    for (const junk of ['hal0_session=junk.1.x', `${name}.9999999999.AAAA`, 'hal0_session=', 'hal0_session']) {
      const headers = { cookie: `${junk}; ${session}` };
      expect((await send('GET', '/api/things', { headers })).status).toBe(200);
    }
  });

  it('ends with its key, and stays ended when another key gets the name', async () => {
    settings.api.require_key = 'all';
    const operator = { headers: { 'x-api-key': full } };
    const headers = { cookie: cookieOf(await signIn(await keyNamed('tablet'))) };
    expect((await send('GET', '/api/things', { headers })).status).toBe(200);
    expect((await send('DELETE', '/api/keys/tablet', operator)).status).toBe(204);
    expect((await send('GET', '/api/things', { headers })).status).toBe(401);
    await keyNamed('tablet');
    expect((await send('GET', '/api/things', { headers })).status).toBe(401);
  });
});

describe('keys over HTTP', () => {
  it('take null for no limit, and keep it so that the next start can read it', async () => {
    const body = { name: 'null', slots: null, localOnly: null };
    const made = await send('POST', '/api/keys', { body });
    expect(made).toMatchObject({ status: 201, body: { slots: null, localOnly: false } });
    const kept = await readApiKeys(paths.apiKeys);
    expect(kept.map(({ name }) => name)).toContain('null');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: '../x' }, 'name'],
    [{ name: 'x', slots: [] }, 'slots'],
    [{ name: 'x', slots: ['No'] }, 'slots'],
    [{ name: 'x', localOnly: 'yes' }, 'localOnly'],
    [{ name: 'x', admin: true }, 'admin'],
  ])('refuse %j', async (body, field) => {
    const answer = await send('POST', '/api/keys', { body });
    expect(answer).toMatchObject({ status: 422, body: { error: { details: { path: field } } } });
  });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'DELETE';

async function send(
  method: Method,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: object } = {},
): Promise<Answer> {
  const type = body ? { 'content-type': 'application/json' } : {};
  const head = { host: '127.0.0.1', ...type, ...headers };
  const answer = await app.inject({ method, url, headers: head, ...(body ? { payload: body } : {}) });
  const { statusCode: status, payload } = answer;
  return { status, headers: answer.headers, body: payload ? (JSON.parse(payload) as unknown) : undefined };
}

async function keyNamed(name: string, limits: { slots?: string[] } = {}): Promise<string> {
  return (await app.get(ApiKeysService).create({ name, ...limits })).key;
}

/** The gate and its routes as the product has them, before a route to models that tells what it was granted. */
async function start(): Promise<NestFastifyApplication> {
  @Hal0Controller('')
  class ThingsController {
    @Get('things')
    things(): object {
      return { things: [] };
    }

    @Get('health')
    health(): object {
      return { status: 'ok' };
    }
  }
  const platform = PlatformModule.register({ paths });
  @Module({
    imports: [platform],
    controllers: [ThingsController, ApiKeysController, SessionController],
    providers: [
      { provide: Hal0Settings, useValue: settings },
      { provide: SlotsService, useValue: { get: () => undefined } },
      { provide: GATEWAY_PREFIX, useValue: '' },
      ApiKeysService,
      OperatorToken,
      SessionsService,
      KeyGate,
      OpenStreams,
    ],
  })
  class TestedModule {}
  const adapter = new FastifyAdapter();
  const made = await NestFactory.create<NestFastifyApplication>(TestedModule, adapter, { logger: false });
  const fastify = adapter.getInstance<FastifyInstance>();
  const security = new RequestSecurity({ hostname: 'box', allowedHosts: [], allowedOrigins: [] });
  fastify.decorateRequest('grant', null);
  fastify.addHook(
    'onRequest',
    securityHook({ security, gate: made.get(KeyGate), streams: made.get(OpenStreams), prefix: '' }),
  );
  for (const root of ['/v1/ask', '/api/v1/ask', '/api/chat']) void fastify.register(modelRoute(root));
  fastify.get('/metrics', (_request, reply) => void reply.send({}));
  await made.init();
  await fastify.ready();
  return made;
}

function modelRoute(path: string) {
  const dialect = {
    errorBody: (error: { code: string }) => JSON.stringify({ said: error.code }),
  } as Partial<Dialect> as Dialect;
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, { contentType: 'application/json', limitBytes: 1_000, advice: '', dialect });
    fastify.post(path, ({ grant }, reply) => {
      reply.send({ grant: grant && { ...grant, slots: grant.slots && [...grant.slots] } });
    });
    done();
  };
}
