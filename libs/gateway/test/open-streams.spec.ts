import { ConfigChangedEvent, Hal0Settings } from '@hal0/config';
import type { Dialect } from '@hal0/dispatcher';
import { EventBus, EventStreamAnswer, Hal0Controller, PlatformModule, RequestSecurity } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { SlotsService } from '@hal0/slots';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { GATEWAY_PREFIX } from '../src/gateway-prefix.js';
import { takeOnly } from '../src/intake/intake.js';
import { ApiKeysService } from '../src/keys/api-keys.service.js';
import { SessionController } from '../src/keys/http/session.controller.js';
import { KeyGate } from '../src/keys/key-gate.js';
import { OpenStreams } from '../src/keys/open-streams.service.js';
import { OperatorToken } from '../src/keys/operator-token.js';
import { SessionsService } from '../src/keys/sessions.service.js';
import { securityHook } from '../src/security-hook.js';

let home: ReturnType<typeof temporaryHome>;
let settings: Hal0Settings;
let app: NestFastifyApplication;
let origin: string;
let goOn: () => void;

beforeEach(async () => {
  home = temporaryHome();
  settings = new Hal0Settings();
  app = await start();
  await app.listen(0, '127.0.0.1');
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterEach(async () => {
  goOn();
  app.getHttpServer().closeAllConnections();
  await app.close();
  home.remove();
});

describe('an event stream of hal0', () => {
  it('is cut off when its key is revoked, and no other', async () => {
    settings.api.require_key = 'all';
    const [phone, laptop] = [await keyNamed('phone'), await keyNamed('laptop')];
    const streams = {
      phone: await follow({ authorization: `Bearer ${phone}` }),
      session: await follow({ cookie: await cookieOf(phone) }),
      laptop: await follow({ 'x-api-key': laptop }),
      operator: await follow({ authorization: `Bearer ${readFileSync(home.paths.operatorToken, 'utf8').trim()}` }),
    };
    await app.get(ApiKeysService).revoke('phone');
    expect(await streams.phone.isCut()).toBe(true);
    expect(await streams.session.isCut()).toBe(true);
    goOn();
    expect(await streams.laptop.isCut()).toBe(false);
    expect(await streams.operator.isCut()).toBe(false);
  });

  it('is cut off when keys are asked for from now on, and it has none', async () => {
    const key = await keyNamed('laptop');
    const streams = { anybody: await follow({}), laptop: await follow({ authorization: `Bearer ${key}` }) };
    requireKey('inference');
    requireKey('all');
    expect(await streams.anybody.isCut()).toBe(true);
    goOn();
    expect(await streams.laptop.isCut()).toBe(false);
  });
});

describe('a WebSocket to a model', () => {
  it('is cut off with its key', async () => {
    settings.api.require_key = 'inference';
    const [phone, laptop] = [await socketOf(await keyNamed('phone')), await socketOf(await keyNamed('laptop'))];
    const cut = once(phone, 'close');
    await app.get(ApiKeysService).revoke('phone');
    await cut;
    expect(laptop.destroyed).toBe(false);
    laptop.destroy();
  });
});

function requireKey(requirement: 'inference' | 'all'): void {
  settings.api.require_key = requirement;
  app.get(EventBus).publish(new ConfigChangedEvent(['api.require_key'], 'hal0.toml', 'operator'));
}

async function keyNamed(name: string): Promise<string> {
  return (await app.get(ApiKeysService).create({ name })).key;
}

async function cookieOf(key: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify({ key }) });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** An event stream that has begun; it ends well after `goOn`, unless it is cut off. */
async function follow(headers: Record<string, string>) {
  const answer = await fetch(`${origin}/api/follow`, { headers });
  const reader = answer.body?.getReader();
  expect(answer.status).toBe(200);
  await reader?.read();
  return {
    isCut: async () => {
      try {
        while ((await reader?.read())?.done === false);
        return false;
      } catch {
        return true;
      }
    },
  };
}

async function socketOf(key: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const head = ['GET /v1/live HTTP/1.1', 'host: 127.0.0.1', 'connection: upgrade', 'upgrade: websocket'];
  socket.write(`${[...head, `authorization: Bearer ${key}`].join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}

async function start(): Promise<NestFastifyApplication> {
  const end = new Promise<void>((resolve) => (goOn = resolve));
  @Hal0Controller('follow')
  class FollowController {
    @Get()
    @EventStreamAnswer()
    async *follow(): AsyncIterable<string> {
      yield 'data: 1\n\n';
      await end;
      yield 'data: 2\n\n';
    }
  }
  @Module({
    imports: [PlatformModule.register({ paths: home.paths })],
    controllers: [FollowController, SessionController],
    providers: [
      { provide: Hal0Settings, useValue: settings },
      { provide: SlotsService, useValue: { get: () => undefined } },
      { provide: GATEWAY_PREFIX, useValue: '' },
      ...[ApiKeysService, OperatorToken, SessionsService, KeyGate, OpenStreams],
    ],
  })
  class TestedModule {}
  const adapter = new FastifyAdapter();
  const made = await NestFactory.create<NestFastifyApplication>(TestedModule, adapter, { logger: false });
  const fastify = adapter.getInstance<FastifyInstance>();
  const security = new RequestSecurity({ hostname: 'box', allowedHosts: [], allowedOrigins: [] });
  fastify.decorateRequest('grant', null);
  const [gate, streams] = [made.get(KeyGate), made.get(OpenStreams)];
  fastify.addHook('onRequest', securityHook({ security, gate, streams, prefix: '' }));
  void fastify.register((models: FastifyInstance, _options: object, done: () => void) => {
    const dialect = {} as Partial<Dialect> as Dialect;
    takeOnly(models, { contentType: 'application/json', limitBytes: 0, advice: '', dialect });
    models.get('/v1/live', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200).write('live');
    });
    done();
  });
  await made.init();
  return made;
}
