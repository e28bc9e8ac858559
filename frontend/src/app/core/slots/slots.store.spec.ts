import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { aSlot } from '../../../testing/samples';
import { EventStream } from '../events/event-stream';
import { SlotsStore } from './slots.store';

const turn = () => new Promise((done) => setTimeout(done));

describe('SlotsStore', () => {
  let sources: FakeEventSources;
  let http: HttpTestingController;
  let store: SlotsStore;

  beforeEach(() => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), sources.provider] });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    store = TestBed.inject(SlotsStore);
  });

  afterEach(() => http.verify());

  const states = () => store.slots().map(({ name, state }) => `${name} ${state}`);

  it('orders by type and counts what is ready of what is enabled', async () => {
    http
      .expectOne('/api/slots')
      .flush([
        aSlot({ name: 'img', type: 'image', enabled: false }),
        aSlot({ name: 'primary', state: 'serving', queuedRequests: 2, activeRequests: 1 }),
        aSlot({ name: 'embed', type: 'embedding', state: 'offline' }),
      ]);
    await turn();
    expect(states()).toEqual(['primary serving', 'embed offline', 'img offline']);
    expect([store.ready(), store.enabled(), store.queued(), store.active()]).toEqual([1, 2, 2, 1]);
  });

  it('reads again after a gap, and what an event told meanwhile stands against the older answer', async () => {
    http.expectOne('/api/slots').flush([aSlot(), aSlot({ name: 'embed', type: 'embedding' })]);
    await turn();
    sources.current.tell('events.gap', {});
    const reload = http.expectOne('/api/slots');
    sources.current.tell('slot.changed', { slot: aSlot({ state: 'starting' }) });
    reload.flush([aSlot(), aSlot({ name: 'embed', type: 'embedding', state: 'ready' })]);
    await turn();
    expect(states()).toEqual(['primary starting', 'embed ready']);
  });

  it('takes in a slot that is new', async () => {
    http.expectOne('/api/slots').flush([aSlot({ name: 'embed', type: 'embedding' })]);
    await turn();
    sources.current.tell('slot.changed', { slot: aSlot({ name: 'second' }) });
    expect(states()).toEqual(['second offline', 'embed offline']);
  });

  it('reads again when the configuration of slots changed, and lets go of one that is gone', async () => {
    http.expectOne('/api/slots').flush([aSlot(), aSlot({ name: 'coder' })]);
    await turn();
    sources.current.tell('config.changed', { paths: ['api.port'], file: '', actor: 'operator' });
    http.expectNone('/api/slots');
    sources.current.tell('config.changed', { paths: ['slots.coder.type'], file: '', actor: 'operator' });
    http.expectOne('/api/slots').flush([aSlot()]);
    await turn();
    expect(states()).toEqual(['primary offline']);
  });

  it('keeps the list when a reload fails, and doubts the connection', async () => {
    const stream = TestBed.inject(EventStream);
    sources.current.onopen?.();
    http.expectOne('/api/slots').flush([aSlot()]);
    await turn();
    sources.current.tell('events.gap', {});
    http.expectOne('/api/slots').error(new ProgressEvent('error'));
    await turn();
    expect(store.problem()).toBeNull();
    expect(states()).toEqual(['primary offline']);
    expect(stream.connection().phase).toBe('lost');
  });
});
