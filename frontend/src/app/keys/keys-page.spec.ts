import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import type { ComponentFixture } from '@angular/core/testing';
import type { ApiKeyDto } from '../../api/models';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf, typeInto } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { aSlot } from '../../testing/samples';
import { someSettings } from '../../testing/settings-samples';
import { KeysPage } from './keys-page';

function aKey(changes: Partial<ApiKeyDto> = {}): ApiKeyDto {
  return {
    name: 'laptop',
    slots: null,
    localOnly: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
    ...changes,
  };
}

describe('KeysPage', () => {
  let fixture: ComponentFixture<KeysPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(KeysPage));
    http.expectOne('/api/settings').flush(someSettings({ settings: { api: { require_key: 'off' } } }));
  });
  afterEach(() => fixture.destroy());

  async function answer(...keys: ApiKeyDto[]): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/keys' }).flush(keys);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }
  const asks = (label: string) =>
    [...page.querySelectorAll('button')].find((choice) => textOf(choice).startsWith(label))!;

  it('tells what each key may do and when it was used', async () => {
    await answer(aKey(), aKey({ name: 'ha', slots: ['embed'], localOnly: true }));
    expect([...page.querySelectorAll('.record')].map(textOf)).toEqual([
      'laptop all slots never used Revoke',
      'ha embed local only never used Revoke',
    ]);
  });

  it('makes a key for some slots and shows it until it was copied', async () => {
    await answer();
    await press('Create a key');
    http.expectOne('/api/slots').flush([aSlot(), aSlot({ name: 'embed', type: 'embedding' })]);
    await typeInto(fixture, 'key-name', 'phone');
    page.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]?.click();
    await settled(fixture);
    page.querySelectorAll<HTMLInputElement>('input[type=checkbox]:not([role=switch])')[1]?.click();
    await settled(fixture);
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const post = http.expectOne({ method: 'POST', url: '/api/keys' });
    expect(post.request.body).toEqual({ name: 'phone', slots: ['embed'], localOnly: false });
    post.flush({ ...aKey({ name: 'phone', slots: ['embed'] }), key: 'hal0_shown_once' });
    await settled(fixture);
    await answer(aKey({ name: 'phone', slots: ['embed'] }));
    expect(textOf(page.querySelector('h0-note'))).toContain('hal0_shown_once');
    expect(textOf(page.querySelector('.examples'))).toContain('Bearer hal0_shown_once');
    await press('I have copied it');
    expect(page.innerHTML).not.toContain('hal0_shown_once');
  });

  it('has the keyboard in its form, and where it was when that is given up', async () => {
    document.body.append(page);
    await answer();
    await press('Create a key');
    http.expectOne('/api/slots').flush([aSlot()]);
    const name = page.querySelector('#key-name')!;
    expect(document.activeElement).toBe(name);
    name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settled(fixture);
    expect(page.querySelector('h0-key-form')).toBeNull();
    expect(document.activeElement).toBe(button(page, 'Create a key'));
  });

  it('shows who has just used a key', async () => {
    await answer(aKey());
    const request = { key: '***REDACTED***', servedBy: 'lemonade' };
    sources.current.tell('requests.finished', { count: 1, requests: [request] });
    await answer(aKey({ lastUsedAt: new Date().toISOString() }));
    expect(textOf(page.querySelector('.record'))).toBe('laptop all slots used now Revoke');
  });

  it('shows what others make and revoke', async () => {
    await answer(aKey(), aKey({ name: 'ha' }));
    sources.current.tell('audit', { record: { action: 'key.revoked', target: 'laptop', outcome: 'ok' } });
    await answer(aKey({ name: 'ha' }));
    expect([...page.querySelectorAll('.record')].map(textOf)).toEqual(['ha all slots never used Revoke']);
  });

  it('revokes one only after it has been named and confirmed', async () => {
    await answer(aKey());
    const asker = button(page, 'Revoke laptop');
    asker.focus();
    await press('Revoke laptop');
    http.expectNone({ method: 'DELETE' });
    button(page, 'Keep it').focus();
    await press('Keep it');
    expect(document.activeElement).toBe(asker);
    await press('Revoke laptop');
    page.querySelector<HTMLButtonElement>('h0-confirm-order .danger')!.click();
    http.expectOne({ method: 'DELETE', url: '/api/keys/laptop' }).flush(null);
    await settled(fixture);
    await answer();
    expect(textOf(page)).toContain('There is no key yet.');
  });

  it('asks everybody for a key only where one could sign in', async () => {
    await answer(aKey({ localOnly: true }));
    expect(asks('Nobody').getAttribute('aria-pressed')).toBe('true');
    asks('Everybody').click();
    http.expectNone({ method: 'PATCH' });
    expect(textOf(asks('Everybody'))).toContain('First create a key without limits.');
    asks('Who asks a model').click();
    const change = http.expectOne(({ method, url }) => method !== 'GET' && url === '/api/settings');
    expect(change.request.body).toEqual({ api: { require_key: 'inference' } });
    change.flush({ changes: [], applyPlan: { immediate: [], serviceRestart: [], services: [] } });
    await settled(fixture);
    expect(asks('Who asks a model').getAttribute('aria-pressed')).toBe('true');
  });
});
