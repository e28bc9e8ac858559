import { ConfigModule, loadConfig, RevisionStore, SettingsModule } from '@hal0/config';
import { FakeRevisionStore } from '@hal0/config/testing';
import { describeError, PlatformModule, RequestSecurity } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const { paths, remove } = temporaryHome();
let box: Awaited<ReturnType<typeof start>>;
beforeAll(async () => void (box = await start()));
afterAll(async () => {
  await box.app.close();
  remove();
});
beforeEach(async () => {
  mkdirSync(paths.config, { recursive: true });
  rmSync(paths.apiEnv, { force: true });
  writeFileSync(paths.hal0Toml, '# mine\n[dispatcher]\nmax_wait_seconds = 60\n');
  await box.send('POST', '/api/settings/reload');
});

describe('settings over HTTP', () => {
  it('tell everything in effect and where it comes from', async () => {
    expect(await box.send('GET', '/api/settings')).toMatchObject({
      status: 200,
      body: {
        settings: {
          dispatcher: { max_wait_seconds: 60, stream_hold_seconds: 10 },
          slots: { primary: { type: 'llm' } },
        },
        origins: {
          'dispatcher.max_wait_seconds': { layer: 'hal0', file: paths.hal0Toml, line: 3 },
          'dispatcher.stream_hold_seconds': { layer: 'built-in' },
          'api.log_level': { layer: 'environment', variable: 'HAL0_LOG_LEVEL' },
        },
        pendingRestart: [],
        file: paths.hal0Toml,
      },
    });
  });

  it('are changed in part, previewed before and undone after', async () => {
    const change = { dispatcher: { max_wait_seconds: 90 }, api: { port: 9000 } };
    const previewed = await box.send('POST', '/api/settings/preview', change);
    expect(previewed).toMatchObject({
      status: 200,
      body: {
        changes: [
          { path: 'dispatcher.max_wait_seconds', before: 60, after: 90, applies: 'immediate' },
          { path: 'api.port', before: null, after: 9000, applies: 'service-restart' },
        ],
        applyPlan: { immediate: ['dispatcher.max_wait_seconds'], serviceRestart: ['api.port'], services: ['hal0-api'] },
        diff: expect.stringContaining('-max_wait_seconds = 60\n+max_wait_seconds = 90\n'),
      },
    });
    expect(readFileSync(paths.hal0Toml, 'utf8')).toContain('60');

    const { status, body } = await box.send('PUT', '/api/settings', change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ changes: previewed.body.changes, pendingRestart: ['api.port'] });
    expect(readFileSync(paths.hal0Toml, 'utf8')).toContain('# mine\n[dispatcher]\nmax_wait_seconds = 90\n');

    const history = await box.send('GET', '/api/settings/revisions?limit=1');
    expect(history.body).toMatchObject({
      revisions: [{ id: body.revisionId, action: 'config.update', actor: 'operator', undoable: true }],
    });
    expect(await box.send('POST', `/api/settings/revisions/${body.revisionId}/undo`)).toMatchObject({
      status: 200,
      body: { pendingRestart: [] },
    });
    expect(readFileSync(paths.hal0Toml, 'utf8')).toBe('# mine\n[dispatcher]\nmax_wait_seconds = 60\n');
    expect(await box.send('POST', `/api/settings/revisions/${body.revisionId}/undo`)).toMatchObject({
      status: 409,
      body: { error: { code: 'config.undo_conflict' } },
    });
  });

  it.each([
    ['PUT', '/api/settings', { dispatcher: { max_wait_seconds: 'soon' } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', { slots: { primary: { model: 'x' } } }, 422, 'config.slots_elsewhere'],
    ['PUT', '/api/settings', { api: { log_level: 'debug' } }, 409, 'config.overridden'],
    ['PUT', '/api/settings', { api: { allowed_hosts: [null] } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', { api: { host: '\ud800' } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', { dispatcher: { max_wait_seconds: {} } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', { meta: { schema_version: 2 } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', { upstreams: { x: { url: 'https://u:pw@x.example' } } }, 400, 'config.invalid'],
    ['PUT', '/api/settings', [], 422, 'validation.invalid'],
    ['PUT', '/api/settings', undefined, 422, 'validation.invalid'],
    ['POST', '/api/settings/preview', { colour: 'red' }, 400, 'config.invalid'],
    ['POST', '/api/settings/revisions/99999/undo', undefined, 404, 'config.revision_not_found'],
    ['GET', '/api/settings/revisions?limit=0', undefined, 422, 'validation.invalid'],
    ['PUT', '/api/secrets/HF_TOKEN', {}, 422, 'validation.invalid'],
    ['PUT', '/api/secrets/HF_TOKEN', { value: 'a\nb' }, 422, 'secret.value_invalid'],
    ['PUT', '/api/secrets/NODE_OPTIONS', { value: '--require=x' }, 403, 'secret.name_reserved'],
    ['DELETE', '/api/secrets/a%2Fb', undefined, 422, 'secret.name_invalid'],
  ])('%s %s with %j is refused', async (method, path, body, status, code) => {
    const text = readFileSync(paths.hal0Toml, 'utf8');
    expect(await box.send(method, path, body)).toMatchObject({ status, body: { error: { code } } });
    expect(readFileSync(paths.hal0Toml, 'utf8')).toBe(text);
    expect(existsSync(paths.apiEnv)).toBe(false);
  });

  it('tell that a file cannot be read, wherever that shows', async () => {
    rmSync(paths.hal0Toml);
    mkdirSync(paths.hal0Toml);
    for (const [method, path] of [
      ['GET', '/api/settings/revisions'],
      ['PUT', '/api/settings'],
      ['POST', '/api/settings/reload'],
    ] as const) {
      const answer = await box.send(method, path, method === 'PUT' ? { api: { port: 1 } } : undefined);
      expect(answer.body).toMatchObject({ error: { code: 'config.unreadable' } });
    }
    rmSync(paths.hal0Toml, { recursive: true });
  });

  it('publish their schema as such', async () => {
    const answer = await fetch(`${box.url}/api/settings/schema`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
    expect(await answer.json()).toMatchObject({ properties: { dispatcher: { properties: { max_wait_seconds: {} } } } });
  });

  it('say when each of them acts', async () => {
    const { body } = await box.send('GET', '/api/settings/apply-plan');
    expect(body.fields).toEqual(
      expect.arrayContaining([
        { path: 'dispatcher.max_wait_seconds', applies: 'immediate', services: [] },
        { path: 'api.port', applies: 'service-restart', services: ['hal0-api'] },
      ]),
    );
  });
});

describe('secrets over HTTP', () => {
  it('are set, listed without their value, and removed', async () => {
    expect(await box.send('POST', '/api/secrets/X_KEY', { value: 'sesame' })).toEqual({ status: 204, body: undefined });
    const listed = await box.send('GET', '/api/secrets');
    expect(listed.body).toContainEqual({ name: 'X_KEY', set: true, masked: '••••••••', updatedAt: expect.any(String) });
    expect(JSON.stringify(listed.body)).not.toContain('sesame');
    expect(await box.send('DELETE', '/api/secrets/X_KEY')).toMatchObject({ status: 204 });
    expect(await box.send('DELETE', '/api/secrets/X_KEY')).toMatchObject({ status: 204 });
    expect((await box.send('GET', '/api/secrets')).body).not.toContainEqual(expect.objectContaining({ name: 'X_KEY' }));
  });

  it.each([
    ['text/plain', '{"value":"x"}'],
    ['application/x-www-form-urlencoded', 'value=x'],
  ])('cannot be set by a form of a web page, %s', async (type, body) => {
    const request = { method: 'POST', headers: { 'content-type': type }, body };
    const answer = await fetch(`${box.url}/api/secrets/HF_TOKEN`, request);
    expect(answer.status).toBe(415);
    expect(existsSync(paths.apiEnv)).toBe(false);
  });
});

it('all stand in the OpenAPI document', () => {
  const { paths: routes } = SwaggerModule.createDocument(box.app, new DocumentBuilder().build());
  expect(Object.entries(routes).flatMap(([path, item]) => Object.keys(item).map((verb) => `${verb} ${path}`))).toEqual(
    expect.arrayContaining([
      'get /api/settings',
      'put /api/settings',
      'post /api/settings/preview',
      'post /api/settings/reload',
      'get /api/settings/schema',
      'get /api/settings/apply-plan',
      'get /api/settings/revisions',
      'post /api/settings/revisions/{id}/undo',
      'get /api/secrets',
      'put /api/secrets/{name}',
      'post /api/secrets/{name}',
      'delete /api/secrets/{name}',
    ]),
  );
});

async function start() {
  const environment = { HAL0_LOG_LEVEL: 'warn' };
  const platform = PlatformModule.register({ paths });
  const config = ConfigModule.register({ imports: [platform], config: loadConfig(paths, environment), environment });
  @Module({ providers: [{ provide: RevisionStore, useClass: FakeRevisionStore }], exports: [RevisionStore] })
  class History {}
  @Module({ imports: [platform, config, SettingsModule.register({ imports: [platform, config, History] })] })
  class App {}
  const app = await NestFactory.create<NestFastifyApplication>(
    App,
    new FastifyAdapter({ forceCloseConnections: true }),
    {
      logger: false,
    },
  );
  secure(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const send = async (method: string, path: string, body?: unknown) => {
    const json =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, ...json });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  return { app, url, send };
}

/** As the gateway does for everything. */
function secure(app: NestFastifyApplication): void {
  const security = new RequestSecurity({ allowedHosts: [], allowedOrigins: [], hostname: 'box' });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      const { host, origin, 'content-type': contentType } = request.headers;
      const refusal = security.check({ method: request.method, host, origin, fetchSite: undefined, contentType });
      if (!refusal) return done();
      const { status, body } = describeError(refusal);
      void reply.code(status).send(body);
    });
}
