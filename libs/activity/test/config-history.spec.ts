import { ActivityModule, ActivityService } from '@hal0/activity';
import { ConfigModule, loadConfig, RevisionsService, SettingsModule, SettingsService } from '@hal0/config';
import { PlatformModule } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { readFileSync, writeFileSync } from 'node:fs';

const { paths, remove } = temporaryHome();
afterAll(remove);

it('keeps the history of the configuration over restarts, edits by hand in between included', async () => {
  const first = await start();
  await first.settings.update({ dispatcher: { max_wait_seconds: 60 }, slots: { max_slots: 2 } }, 'operator');
  await first.app.close();
  writeFileSync(paths.hal0Toml, readFileSync(paths.hal0Toml, 'utf8').replace('60', '70'));

  const second = await start();
  const { revisions } = await second.revisions.list({ limit: 10 });
  expect(revisions).toMatchObject([
    {
      action: 'config.reload',
      changes: [{ path: 'dispatcher.max_wait_seconds', before: 60, after: 70 }],
      undoable: true,
    },
    {
      action: 'config.update',
      changes: [
        { path: 'dispatcher.max_wait_seconds', before: null, after: 60 },
        { path: 'slots.max_slots', before: null, after: 2 },
      ],
      undoable: false,
    },
  ]);
  for (const { id } of revisions) await second.revisions.undo(id, 'operator');
  expect(readFileSync(paths.hal0Toml, 'utf8').trim()).toBe('');
  await second.app.close();

  const third = await start();
  expect((await third.revisions.list({ limit: 10 })).revisions).toHaveLength(4);
  const audit = await third.activity.changes({ limit: 10 });
  expect(audit.toReversed().map(({ action, target, outcome }) => [action, target, outcome])).toEqual([
    ['config.update', 'hal0.toml', 'ok'],
    ['config.reload', 'hal0.toml', 'ok'],
    ['config.undo', 'revision 2', 'ok'],
    ['config.undo', 'revision 1', 'ok'],
  ]);
  expect(audit.at(-1)?.details).toMatchObject({
    file: paths.hal0Toml,
    changes: [
      { path: 'dispatcher.max_wait_seconds', before: null, after: 60 },
      { path: 'slots.max_slots', before: null, after: 2 },
    ],
    revision: 1,
  });
  await third.app.close();
});

async function start() {
  const platform = PlatformModule.register({ paths });
  const config = ConfigModule.register({ imports: [platform], config: loadConfig(paths, {}), environment: {} });
  const activity = ActivityModule.register({ imports: [platform, config] });
  const settings = SettingsModule.register({ imports: [platform, config, activity] });
  @Module({ imports: [ScheduleModule.forRoot(), platform, config, activity, settings] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  const find = { strict: false };
  return {
    app,
    settings: app.get(SettingsService, find),
    revisions: app.get(RevisionsService, find),
    activity: app.get(ActivityService, find),
  };
}
