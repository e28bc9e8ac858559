import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hal0Controller } from '@hal0/platform';
import { Controller, Get, HttpCode, Module, Patch, Post, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';
import { BundlesService } from '../src/bundles.service.js';
import { FirstRunGuard } from '../src/first-run/first-run.guard.js';
import { FirstRun } from '../src/first-run/first-run.service.js';
import { BundlesController } from '../src/http/bundles.controller.js';
import { SetupController } from '../src/http/setup.controller.js';
import { BundleSharing } from '../src/sharing/bundle-sharing.service.js';
import { setupFixture } from '../src/testing/setup-fixture.js';

/** How a request looks that came from another machine through a proxy on this one. */
const ELSEWHERE = { 'x-forwarded-for': '192.168.1.20' };

/** A route of another of hal0's modules. */
@Hal0Controller('things')
class ThingsController {
  @Get()
  look(): object {
    return {};
  }

  @Patch()
  change(): object {
    return {};
  }
}

@Hal0Controller('door', { changesNothing: true })
class DoorController {
  @Post()
  @HttpCode(200)
  knock(): object {
    return {};
  }
}

/** A route of the application that hal0 is a part of. */
@Controller('host')
class HostController {
  @Post()
  @HttpCode(200)
  change(): object {
    return {};
  }
}

describe('/api/bundles and /api/setup', () => {
  let fixture: Awaited<ReturnType<typeof setupFixture>>;
  let app: INestApplication;
  let url: string;
  let code: string;

  beforeAll(async () => {
    fixture = await setupFixture({ ram: 31.2 });
    await fixture.firstRun.onApplicationBootstrap();
    @Module({
      controllers: [BundlesController, SetupController, ThingsController, DoorController, HostController],
      providers: [
        { provide: BundlesService, useValue: fixture.bundles },
        { provide: BundleSharing, useValue: fixture.sharing },
        { provide: FirstRun, useValue: fixture.firstRun },
        FirstRunGuard,
        { provide: APP_GUARD, useExisting: FirstRunGuard },
      ],
    })
    class App {}
    app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
    code = readFileSync(fixture.paths.firstRunLock, 'utf8').trim();
  });

  afterAll(async () => {
    await app.close();
    await fixture.close();
  });

  it('lets other machines look, sign in and use the host application, and changes nothing of hal0 for them', async () => {
    const missing = { status: 401, body: { error: { code: 'setup.code_missing' } } };
    expect((await send('GET', '/things', undefined, ELSEWHERE)).status).toBe(200);
    expect(await send('PATCH', '/things', {}, ELSEWHERE)).toMatchObject(missing);
    expect((await send('PATCH', '/things', {}, { ...ELSEWHERE, 'x-hal0-setup-code': code })).status).toBe(200);
    expect((await send('PATCH', '/things', {})).status).toBe(200);
    expect((await send('POST', '/door', {}, ELSEWHERE)).status).toBe(200);
    expect((await send('POST', '/../host', {}, ELSEWHERE)).status).toBe(200);
  });

  it('shows everybody the picker, and asks other machines for the code before they change anything', async () => {
    expect(await send('GET', '/bundles', undefined, ELSEWHERE)).toMatchObject({
      status: 200,
      body: { usableRamGib: 31.2, pickerPending: true, choice: null, run: null, npuAvailable: false },
    });
    expect((await send('GET', '/setup/state', undefined, ELSEWHERE)).body).toMatchObject({ codeRequired: true });
    expect((await send('GET', '/setup/state')).body).toMatchObject({ firstRun: true, codeRequired: false });
    for (const path of ['/bundles/hal0-demo/apply', '/bundles/skip', '/setup/code', '/setup/complete']) {
      const missing = await send('POST', path, {}, ELSEWHERE);
      expect(missing).toMatchObject({ status: 401, body: { error: { code: 'setup.code_missing' } } });
      const wrong = await send('POST', path, {}, { ...ELSEWHERE, 'x-hal0-setup-code': 'open sesame' });
      expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'setup.code_invalid' } } });
    }
    expect((await send('GET', '/bundles')).body).toMatchObject({ pickerPending: true });
    const right = { ...ELSEWHERE, 'x-hal0-setup-code': code };
    expect(await send('POST', '/setup/code', {}, right)).toMatchObject({ status: 204, body: null });
    expect((await send('GET', '/setup/state', undefined, ELSEWHERE)).body).toMatchObject({ codeRequired: true });
    const skipped = await send('POST', '/bundles/skip', {}, right);
    expect(skipped).toMatchObject({ status: 200, body: { skipped: true, bundle: null } });
    expect((await send('GET', '/setup/state', undefined, ELSEWHERE)).body).toMatchObject({ codeRequired: false });
    expect((await send('PATCH', '/things', {}, ELSEWHERE)).status).toBe(200);
  });

  it('applies a bundle, and tells how it goes', async () => {
    expect(await send('GET', '/bundles/run')).toMatchObject({
      status: 404,
      body: { error: { code: 'bundle.no_run' } },
    });
    expect(await send('GET', '/bundles/HAL0-Lite/plan?npuOptIn=false')).toMatchObject({
      status: 200,
      body: { downloads: [{ model: 'qwen3.5-0.8b' }], slots: [{ slot: 'primary', change: 'set' }] },
    });
    expect(await send('POST', '/bundles/hal0-pro/apply', {})).toMatchObject({
      status: 409,
      body: { error: { code: 'bundle.not_eligible', details: { needsGb: 64, usableGib: 31.2 } } },
    });
    const applied = await send('POST', '/bundles/hal0-demo/apply', {});
    expect(applied).toMatchObject({ status: 202, body: { state: 'completed', percent: 100, toy: true } });
    expect((await send('GET', '/bundles/run')).body).toEqual(applied.body);
    expect((await send('GET', '/bundles')).body).toMatchObject({ choice: { bundle: 'hal0-demo' }, run: applied.body });
  });

  it('takes back what it gave away as a file', async () => {
    const { body: manifest } = await send('GET', '/bundles/export?name=Attic');
    expect(manifest).toMatchObject({ id: 'attic', name: 'Attic', toy: true });
    expect(await send('POST', '/bundles/import/preview', manifest)).toMatchObject({
      status: 200,
      body: { downloads: [] },
    });
    expect(await send('POST', '/bundles/import', manifest)).toMatchObject({
      status: 201,
      body: { id: 'attic', applied: true },
    });
    expect(await send('DELETE', '/bundles/attic')).toMatchObject({ status: 204 });
    expect(await send('DELETE', '/bundles/attic')).toMatchObject({ status: 404 });
  });

  it.each([
    ['POST', '/bundles/hal0-lite/apply', { force: 'yes' }, 422, 'validation.invalid'],
    ['POST', '/bundles/hal0-lite/apply', { colour: 'red' }, 422, 'validation.invalid'],
    ['POST', '/bundles/nothing/apply', {}, 404, 'bundle.not_found'],
    ['POST', '/bundles/import', { id: 'x' }, 422, 'bundle.invalid'],
    ['DELETE', '/bundles/hal0-lite', undefined, 409, 'bundle.built_in'],
    ['GET', '/bundles/hal0-lite/plan?npuOptIn=maybe', undefined, 422, 'validation.invalid'],
  ])('%s %s with %j is %d', async (method, path, body, status, code) => {
    expect(await send(method, path, body)).toMatchObject({ status, body: { error: { code } } });
  });

  it('is over when that is said, and asks nobody for a code then', async () => {
    expect(await send('POST', '/setup/complete', {})).toMatchObject({ status: 200, body: { firstRun: false } });
    expect((await send('GET', '/setup/state', undefined, ELSEWHERE)).body).toMatchObject({ codeRequired: false });
    expect((await send('POST', '/bundles/skip', {}, ELSEWHERE)).status).toBe(200);
  });

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : null };
  }
});
