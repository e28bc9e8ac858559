import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { SettingsDto } from '../../api/models';
import { FakeEventSources } from '../../testing/fake-event-source';
import { button, byRole, settled, textOf } from '../../testing/on-page';
import { aSettingsChange, SETTINGS_SCHEMA, someSettings } from '../../testing/settings-samples';
import { EventStream } from '../core/events/event-stream';
import { Toasts } from '../ui/toasts';
import { SettingsPage } from './settings-page';

describe('SettingsPage', () => {
  let fixture: ComponentFixture<SettingsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), sources.provider],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SettingsPage);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  afterEach(() => http.verify());

  async function show(settings: SettingsDto = someSettings()): Promise<void> {
    http.expectOne('/api/settings/schema').flush(SETTINGS_SCHEMA);
    await answer(settings);
    http.expectOne('/api/secrets').flush([]);
    await settled(fixture);
  }

  async function answer(settings: SettingsDto): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/settings' }).flush(settings);
    await settled(fixture);
  }

  const control = (key: string) => page.querySelector<HTMLInputElement>(`[id="setting-${key}"]`)!;
  const row = (key: string) => control(key).closest('h0-setting-row')!;
  const saveBar = () => textOf(page.querySelector('[aria-label="Changes that are not saved"] [role=status]'));

  async function type(key: string, text: string): Promise<void> {
    control(key).value = text;
    control(key).dispatchEvent(new Event('input'));
    await settled(fixture);
  }

  /** Leaves the field, upon which the API is asked. */
  async function leave(key: string) {
    control(key).dispatchEvent(new Event('change'));
    await settled(fixture);
    return http.expectOne('/api/settings/preview');
  }

  it('shows a skeleton until the settings are read', async () => {
    expect(page.querySelector('[aria-label="Loading the settings"]')).not.toBeNull();
    await show();
    expect(page.querySelector('[aria-label="Loading the settings"]')).toBeNull();
  });

  it('tells a failed load with its code, and loads again on request', async () => {
    http.expectOne('/api/settings/schema').flush(SETTINGS_SCHEMA);
    const refusal = { error: { code: 'config.invalid', message: 'hal0.toml:3: api.prot is not a setting.' } };
    http.expectOne('/api/settings').flush(refusal, { status: 400, statusText: 'Bad Request' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('api.prot is not a setting. config.invalid');
    button(page, 'Load the settings again').click();
    await show();
    expect(control('api.log_level').value).toBe('info');
  });

  it('says of each value what it means, its default, when it acts and where it came from', async () => {
    await show();
    expect(textOf(row('api.allowed_hosts'))).toBe(
      'allowed_hosts hal0.toml:12 Host names to answer for. one per line · default empty · acts at once',
    );
    expect(textOf(row('lemonade.runtime'))).toContain('runtime default');
    expect(control('api.allowed_hosts').getAttribute('aria-describedby')).toContain('setting-api.allowed_hosts-help');
    expect(page.querySelector('[id="setting-api.allowed_hosts-help"]')).not.toBeNull();
  });

  it('does not let a value be changed that an overlay or the environment holds, and says who does', async () => {
    await show();
    expect(control('api.port').readOnly).toBe(true);
    expect(textOf(row('api.port'))).toContain('Held by the environment variable HAL0_PORT. Change it there.');
    expect(textOf(row('slots.idle_timeout_seconds'))).toContain('Held by conf.d/10-lan.toml, line 3.');
    expect(row('api.port').querySelector('button')).toBeNull();
  });

  it('keeps what nothing reads yet apart, closed', async () => {
    await show();
    const details = page.querySelector('details')!;
    expect(details.open).toBe(false);
    expect(textOf(details.querySelector('summary'))).toContain('Accepted, not read by this version yet 1 setting');
    expect(details.contains(control('memory.enabled'))).toBe(true);
    const sections = [...page.querySelectorAll('nav[aria-label=Sections] a')].map(textOf);
    expect(sections).toEqual(['api', 'slots', 'lemonade', 'Not read yet', 'Secrets']);
  });

  it('offers to save as soon as something differs, and not any more when it is as it was', async () => {
    await show();
    expect(saveBar()).toBe('');
    await type('lemonade.runtime', '/srv/runtime');
    expect(saveBar()).toBe('Change lemonade.runtime · acts after a restart');
    await type('lemonade.runtime', '');
    expect(saveBar()).toBe('');
  });

  it('saves only what was changed, tells it, and shows what is there then', async () => {
    await show();
    await type('api.allowed_hosts', 'box.lan\nhal0.lan');
    button(page, 'Save settings').click();
    const put = http.expectOne({ method: 'PUT', url: '/api/settings' });
    expect(put.request.body).toEqual({ api: { allowed_hosts: ['box.lan', 'hal0.lan'] } });
    const change = { path: 'api.allowed_hosts', before: ['box.lan'], after: ['box.lan', 'hal0.lan'] };
    put.flush(aSettingsChange({ changes: [{ ...change, applies: 'immediate' }], revisionId: 8 }));
    sources.current.tell('config.changed', { paths: ['api.allowed_hosts'], file: 'hal0.toml', actor: 'operator' });
    await settled(fixture);
    await answer(someSettings({ settings: { api: { allowed_hosts: ['box.lan', 'hal0.lan'] } } }));
    expect(saveBar()).toBe('');
    expect(control('api.allowed_hosts').value).toBe('box.lan\nhal0.lan');
    expect(TestBed.inject(Toasts).shown()).toMatchObject([{ text: 'Saved api.allowed_hosts.' }]);
  });

  it('puts what the API says is wrong in place of the help, and does not save it', async () => {
    await show();
    await type('lemonade.runtime', 'here');
    const errors = { 'lemonade.runtime': 'must be an absolute path' };
    (await leave('lemonade.runtime')).flush(
      { error: { code: 'config.invalid', message: 'lemonade.runtime: must be an absolute path', details: { errors } } },
      { status: 400, statusText: 'Bad Request' },
    );
    await settled(fixture);
    expect(textOf(page.querySelector('[id="setting-lemonade.runtime-help"]'))).toBe(
      'runtime must be an absolute path.',
    );
    expect(control('lemonade.runtime').getAttribute('aria-invalid')).toBe('true');
    expect(button(page, 'Save settings').disabled).toBe(true);

    await type('lemonade.runtime', '/here');
    expect(textOf(page.querySelector('[id="setting-lemonade.runtime-help"]'))).toBe('Folder of a runtime.');
    expect(button(page, 'Save settings').disabled).toBe(false);
  });

  it('keeps the edit when saving is refused, and says why', async () => {
    await show();
    await type('lemonade.runtime', '/srv/runtime');
    button(page, 'Save settings').click();
    http
      .expectOne({ method: 'PUT', url: '/api/settings' })
      .flush(
        { error: { code: 'config.overridden', message: 'lemonade.runtime is held by conf.d/20.toml:1.' } },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('h0-save-bar [role=alert]'))).toContain('conf.d/20.toml:1. config.overridden');
    expect(saveBar()).toContain('lemonade.runtime');
  });

  it('takes a key out of the file to bring its default back', async () => {
    await show();
    button(page, 'Set api.allowed_hosts back to its default, empty').click();
    await settled(fixture);
    expect(http.expectOne('/api/settings/preview').request.body).toEqual({ api: { allowed_hosts: null } });
    expect(textOf(row('api.allowed_hosts'))).toContain('back to default');
    button(page, 'Undo the edit of api.allowed_hosts').click();
    await settled(fixture);
    expect(control('api.allowed_hosts').value).toBe('box.lan');
    expect(saveBar()).toBe('');
  });

  it('reviews a change: each value, the lines of the file, when it acts, and the same from a terminal', async () => {
    await show();
    await type('lemonade.runtime', "/srv/it's");
    button(page, 'Review').click();
    await settled(fixture);
    http.expectOne('/api/settings/preview').flush({
      changes: [{ path: 'lemonade.runtime', before: null, after: "/srv/it's", applies: 'service-restart' }],
      applyPlan: { immediate: [], serviceRestart: ['lemonade.runtime'], services: ['hal0-api'] },
      diff: '--- hal0.toml\n+++ hal0.toml\n@@ -1 +1,2 @@\n [lemonade]\n+runtime = "x"\n',
    });
    await settled(fixture);
    const [panel] = byRole(page, 'dialog');
    expect(textOf(panel)).toContain("Acts after a restart of hal0-api lemonade.runtime was not set → now /srv/it's");
    const lines = [...(panel?.querySelectorAll('h0-diff-view .lines div') ?? [])].map((line) => line.textContent);
    expect(lines).toEqual(['@@ -1 +1,2 @@', ' [lemonade]', '+runtime = "x"']);
    const commands = [...(panel?.querySelectorAll('h0-command-line code') ?? [])].map((code) => code.textContent);
    expect(commands[0]).toBe(String.raw`hal0 config set lemonade.runtime '/srv/it'\''s'`);
    expect(commands[1]).toContain(String.raw`-d '{"lemonade":{"runtime":"/srv/it'\''s"}}'`);
  });

  it('follows changes made elsewhere', async () => {
    await show();
    sources.current.tell('config.changed', { paths: ['api.log_level'], file: 'hal0.toml', actor: 'operator' });
    await answer(someSettings({ settings: { api: { log_level: 'debug' } } }));
    expect(control('api.log_level').value).toBe('debug');
  });

  it('moves nothing under an edit, says that something changed, and shows it on request', async () => {
    await show();
    await type('lemonade.runtime', '/srv/runtime');
    sources.current.tell('config.changed', { paths: ['api.log_level'], file: 'hal0.toml', actor: 'agent' });
    await settled(fixture);
    expect(textOf(page)).toContain('The settings were changed elsewhere: api.log_level. Your edits are kept');
    button(page, 'Show the new values').click();
    await answer(someSettings({ settings: { api: { log_level: 'debug' } } }));
    expect(control('api.log_level').value).toBe('debug');
    expect(control('lemonade.runtime').value).toBe('/srv/runtime');
    expect(textOf(page)).not.toContain('changed elsewhere');
  });

  it('says which values wait for a restart, and the command', async () => {
    await show(someSettings({ pendingRestart: ['api.port', 'api.host'] }));
    expect(textOf(page.querySelector('h0-pending-restart'))).toContain(
      '2 values act after hal0 is started again: api.port , api.host . sudo systemctl restart hal0-api',
    );
  });

  it('warns of what is odd in the files, and says where it stands', async () => {
    const warning = { path: 'slots.idle_timeout_s', message: 'is called idle_timeout_seconds now' };
    await show(someSettings({ warnings: [{ ...warning, file: '/etc/hal0/hal0.toml', line: 9 }] }));
    expect(textOf(page.querySelector('[aria-label="Warnings about the files"]'))).toBe(
      'slots.idle_timeout_s is called idle_timeout_seconds now. /etc/hal0/hal0.toml:9',
    );
  });

  it('reads the files again on request', async () => {
    await show();
    button(page, 'Reload from disk').click();
    http.expectOne({ method: 'POST', url: '/api/settings/reload' }).flush(aSettingsChange());
    await settled(fixture);
    await answer(someSettings());
    expect(TestBed.inject(Toasts).shown()).toMatchObject([{ text: 'Read again from disk: nothing has changed.' }]);
  });
});
