import { beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router, TitleStrategy, provideRouter } from '@angular/router';
import { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf } from '../../testing/on-page';
import { aSlot, aStatus } from '../../testing/samples';
import { Session } from '../core/session/session';
import { PageTitle } from './page-title';
import { Shell } from './shell';
import { OPEN_ADDRESS } from './unloaded-pages';

@Component({ selector: 'h0-blank', template: '' })
class Blank {}

describe('Shell', () => {
  let fixture: ComponentFixture<Shell>;
  let page: HTMLElement;
  let sources: FakeEventSources;
  let http: HttpTestingController;
  let opened: string[];

  beforeEach(async () => {
    sources = new FakeEventSources();
    opened = [];
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([
          { path: 'slots', title: 'Slots', component: Blank },
          { path: 'keys', loadComponent: () => Promise.reject(new TypeError('Failed to fetch')) },
        ]),
        { provide: TitleStrategy, useExisting: PageTitle },
        sources.provider,
        { provide: OPEN_ADDRESS, useValue: (url: string) => opened.push(url) },
      ],
    });
    fixture = TestBed.createComponent(Shell);
    page = fixture.nativeElement as HTMLElement;
    await TestBed.inject(Router).navigateByUrl('/slots');
    await settled(fixture);
    http = TestBed.inject(HttpTestingController);
    http.expectOne('/api/status').flush(aStatus());
    http
      .expectOne('/api/slots')
      .flush([aSlot({ state: 'ready' }), aSlot({ name: 'embed', type: 'embedding', queuedRequests: 2 })]);
    sources.current.onopen?.();
    await settled(fixture);
  });

  const footer = () => textOf(page.querySelector('[role=contentinfo]'));

  it('names the page, marks it in the sidebar and says which version runs', () => {
    expect(textOf(page.querySelector('h1'))).toBe('Slots');
    expect(document.title).toBe('Slots · hal0');
    expect(textOf(page.querySelector('[aria-current=page]'))).toContain('Slots');
    expect(textOf(page.querySelector('[role=banner]'))).toContain('0.1.0');
  });

  it('links only to pages that exist', () => {
    const inside = [...page.querySelectorAll('nav[aria-label=Pages] a')].map((link) => link.getAttribute('href'));
    expect(inside).toEqual([
      '/slots',
      '/runtime',
      '/models',
      '/bundles',
      '/requests',
      '/logs',
      '/hardware',
      '/upstreams',
      '/keys',
      '/settings',
    ]);
  });

  it('tells the box in one line, with what happened last', async () => {
    expect(footer()).toBe('runtime running slots 1 of 2 ready queue 2');
    sources.current.tell('slot.state', { name: 'embed', from: 'starting', to: 'ready', reason: 'loaded in 1.2 s' });
    await settled(fixture);
    expect(footer()).toContain('embed ready: loaded in 1.2 s');
  });

  it('begins with the last line of the journal, which newer events replace', async () => {
    const request = http.expectOne(({ url }) => url === '/api/journal');
    const entry = { id: 1, ts: '2026-01-01T00:00:00.000Z', source: 'hal0', level: 'info', slot: null, context: null };
    request.flush({ entries: [{ ...entry, message: 'hal0 has started' }], nextSince: 1 });
    await settled(fixture);
    expect(footer()).toContain('hal0 has started');
    sources.current.tell('slots.restored', { cause: 'A load failed.', slots: ['embed'] });
    await settled(fixture);
    expect(footer()).toContain('embed loaded again after a failed load');
  });

  it('reads the last line again when hal0 has been away, and leaves the particulars of a change to the journal', async () => {
    sources.current.tell('slots.restored', { cause: 'A load failed.', slots: ['embed'] });
    sources.current.onerror?.();
    await settled(fixture);
    button(page, 'Retry now').click();
    sources.current.onopen?.();
    await settled(fixture);
    const entry = { id: 9, ts: '2026-01-01T00:00:00.000Z', source: 'hal0', level: 'info', slot: 'coder' };
    const message = 'operator: slot.create coder {"file":"capabilities.toml","changes":[]}';
    const [atFirst, again] = http.match(({ url }) => url === '/api/journal');
    again?.flush({ entries: [{ ...entry, context: 'audit', message }], nextSince: 9 });
    // What was asked for earlier comes too late to count.
    atFirst?.flush({ entries: [{ ...entry, context: null, message: 'of the old process' }], nextSince: 1 });
    await settled(fixture);
    expect(textOf(page.querySelector('h0-status-bar .last'))).toBe('slot.create coder');
  });

  it('opens the journal over the page from its foot, and gives the keyboard back', async () => {
    document.body.append(page);
    const foot = button(page, 'Journal');
    foot.click();
    await settled(fixture);
    expect(foot.getAttribute('aria-expanded')).toBe('true');
    const drawer = page.querySelector('h0-journal-drawer');
    drawer?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settled(fixture);
    expect(page.querySelector('h0-journal-drawer')).toBeNull();
    expect(document.activeElement).toBe(foot);
  });

  it('reads the dashboard anew for a page that an update has taken away', async () => {
    await TestBed.inject(Router)
      .navigateByUrl('/keys')
      .catch(() => undefined);
    expect(opened).toEqual(['/keys']);
  });

  it('says why a page does not open while hal0 is away', async () => {
    sources.current.onerror?.();
    await TestBed.inject(Router)
      .navigateByUrl('/keys')
      .catch(() => undefined);
    await settled(fixture);
    expect(opened).toEqual([]);
    expect(textOf(page.querySelector('h0-toast-outlet'))).toContain('The page was not opened. hal0 does not answer.');
  });

  it('marks everything as old while the connection is lost, and says when it retries', async () => {
    sources.current.onerror?.();
    await settled(fixture);
    expect(page.hasAttribute('data-stale')).toBe(true);
    expect(footer()).toMatch(/^Connection lost\. Figures \d+ s old, retry in 1 s Retry now$/);

    button(page, 'Retry now').click();
    sources.current.onopen?.();
    await settled(fixture);
    expect(page.hasAttribute('data-stale')).toBe(false);
    http.expectOne('/api/slots').flush([aSlot({ state: 'idle' })]);
    await settled(fixture);
    expect(footer()).toContain('slots 1 of 1 ready');
  });

  it('has a skip link that moves the keyboard to the content', async () => {
    document.body.append(page);
    page.querySelector<HTMLAnchorElement>('.skip')?.click();
    expect(document.activeElement).toBe(page.querySelector('main'));
  });

  it('opens the menu as a drawer, closes it by Escape and by going somewhere', async () => {
    const burger = button(page, 'Menu');
    burger.click();
    await settled(fixture);
    expect(burger.getAttribute('aria-expanded')).toBe('true');
    page.querySelector('#drawer')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settled(fixture);
    expect(page.querySelector('#drawer')).toBeNull();
  });

  it('shows nothing but the door once hal0 wants a key, and listens to nothing', async () => {
    TestBed.inject(Session).refuse();
    await settled(fixture);
    await settled(fixture);
    expect(textOf(page)).toContain('Sign in to hal0');
    expect(page.querySelector('main, [role=banner], [role=contentinfo]')).toBeNull();
    expect(sources.opened.every(({ closed }) => closed)).toBe(true);
  });
});
