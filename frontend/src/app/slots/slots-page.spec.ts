import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import type { SlotDto } from '../../api/models';
import { FakeEventSources } from '../../testing/fake-event-source';
import { button, byRole, settled, textOf } from '../../testing/on-page';
import { aRuntime, aSlot, aStatus, someMetrics } from '../../testing/samples';
import { EventStream } from '../core/events/event-stream';
import { SlotActions } from '../core/slots/slot-actions';
import { SlotQuestions } from '../core/slots/slot-questions';
import { Toasts } from '../ui/toasts';
import { SlotsPage } from './slots-page';

describe('SlotsPage', () => {
  let fixture: ComponentFixture<SlotsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        sources.provider,
      ],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SlotsPage);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    http.expectOne('/api/status').flush(aStatus());
    http.expectOne('/api/slots/metrics').flush({ slots: {}, runtime: {} });
    await settled(fixture);
  });

  afterEach(() => http.verify());

  const card = (name: string): HTMLElement => {
    const found = byRole(page, 'article').find((element) => element.getAttribute('aria-labelledby') === `slot-${name}`);
    if (!found) throw new Error(`no card of slot ${name}`);
    return found;
  };
  const stateOf = (name: string) => textOf(card(name).querySelector('[role=status]'));
  const figures = (name: string) => [...card(name).querySelectorAll('[h0-figure]')].map(textOf);

  async function answer(slots: SlotDto[]): Promise<void> {
    http.expectOne('/api/slots').flush(slots);
    await settled(fixture);
  }

  async function change(slot: SlotDto): Promise<void> {
    sources.current.tell('slot.changed', { slot });
    await settled(fixture);
  }

  it('shows a skeleton until the slots are read', async () => {
    expect(page.querySelector('[aria-label="Loading the slots"]')).not.toBeNull();
    await answer([aSlot()]);
    expect(page.querySelector('[aria-label="Loading the slots"]')).toBeNull();
  });

  it('follows a slot from offline to ready to serving as events arrive', async () => {
    await answer([aSlot(), aSlot({ name: 'embed', type: 'embedding' })]);
    expect(stateOf('primary')).toBe('offline');
    expect(figures('primary')).toEqual(['TTFT — not known', 'tok/s — not known', 'Queue 0', 'KV — not known']);

    button(card('primary'), 'Load primary').click();
    expect(TestBed.inject(SlotQuestions).open()).toEqual({ kind: 'plan', slot: 'primary' });
    await change(aSlot({ state: 'starting' }));
    expect(stateOf('primary')).toBe('starting');
    expect(button(card('primary'), 'Loading primary').getAttribute('aria-disabled')).toBe('true');

    await change(aSlot({ state: 'ready' }));
    expect(stateOf('primary')).toBe('ready');
    expect(button(card('primary'), 'Unload primary').getAttribute('aria-disabled')).toBeNull();

    await change(
      aSlot({
        state: 'serving',
        activeRequests: 1,
        queuedRequests: 3,
        metrics: someMetrics({ requests: 4, ttftMs: 1240, tokensPerSecond: 41.23 }),
      }),
    );
    expect(stateOf('primary')).toBe('serving');
    expect(figures('primary')).toEqual(['TTFT 1.24 s', 'tok/s 41.2', 'Queue 3', 'KV — not known']);
    expect(stateOf('embed')).toBe('offline');
  });

  it('orders nothing while hal0 is away, and says why', async () => {
    await answer([aSlot({ state: 'ready' })]);
    sources.current.onerror?.();
    await settled(fixture);
    const unload = button(card('primary'), 'Unload primary');
    expect(unload.getAttribute('aria-disabled')).toBe('true');
    expect(unload.title).toContain('The connection to hal0 is lost.');
    unload.click();
    http.expectNone('/api/slots/primary/unload');
    // By the keyboard, for instance.
    await TestBed.inject(SlotActions).interrupt('unload', aSlot({ state: 'ready' }));
    expect(TestBed.inject(Toasts).shown()[0]?.text).toBe('Slot primary was not unloaded.');
    expect(stateOf('primary')).toBe('ready');
  });

  it('says so when hal0 took an order and went away before it was done', async () => {
    await answer([aSlot({ state: 'ready' })]);
    button(card('primary'), 'Unload primary').click();
    http.expectOne('/api/slots/primary/unload').flush(aSlot({ state: 'unloading' }));
    await settled(fixture);
    sources.current.onopen?.();
    sources.current.onerror?.();
    TestBed.inject(EventStream).reconnect();
    sources.current.onopen?.();
    for (const request of http.match('/api/slots')) request.flush([aSlot({ state: 'ready' })]);
    for (const request of http.match(() => true)) request.flush(aStatus());
    await settled(fixture);
    expect(stateOf('primary')).toBe('ready');
    const [toast] = TestBed.inject(Toasts).shown();
    expect(toast?.text).toBe('Slot primary was not unloaded.');
    expect(toast?.problem?.message).toBe('hal0 went away before it was done.');
  });

  it('keeps the order of the cards whatever events say', async () => {
    await answer([aSlot({ name: 'rerank', type: 'reranking' }), aSlot(), aSlot({ name: 'embed', type: 'embedding' })]);
    await change(aSlot({ name: 'rerank', type: 'reranking', state: 'serving' }));
    const names = byRole(page, 'article').map((element) => element.getAttribute('aria-labelledby'));
    expect(names).toEqual(['slot-primary', 'slot-embed', 'slot-rerank']);
  });

  it('says why a slot is in error in place of its figures', async () => {
    const error = { code: 'model.file_corrupt', message: 'The file is not a GGUF. Choose another model.', log: [] };
    await answer([aSlot({ state: 'error', error })]);
    expect(textOf(card('primary').querySelector('.obstacle'))).toBe(error.message);
    expect(button(card('primary'), 'Load primary').getAttribute('aria-disabled')).toBeNull();
  });

  it('names the one thing to do next of each slot', async () => {
    await answer([
      aSlot({ enabled: false }),
      aSlot({ name: 'embed', type: 'embedding', model: null }),
      aSlot({ name: 'rerank', type: 'reranking', state: 'unloading' }),
    ]);
    button(card('primary'), 'Enable primary').click();
    const patch = http.expectOne({ method: 'PATCH', url: '/api/slots/primary' });
    expect(patch.request.body).toEqual({ enabled: true });
    patch.flush(aSlot());

    button(card('embed'), 'Choose a model for embed').click();
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/slots/embed/configuration');
    expect(button(card('rerank'), 'Unloading rerank').getAttribute('aria-disabled')).toBe('true');
    button(card('rerank'), 'Unloading rerank').click();
    http.expectNone('/api/slots/rerank/unload');
  });

  it('says what a slot waits for, and what is missing with the command that brings it', async () => {
    await answer([
      aSlot({ state: 'starting', phase: 'waiting_for_room', stateReason: 'llm budget 2 is full: coder is serving' }),
      aSlot({
        name: 'embed',
        type: 'embedding',
        device: 'gpu-rocm',
        backend: {
          state: 'installable',
          message: 'llama.cpp for ROCm is not installed.',
          command: 'hal0 lemonade backends install llamacpp:rocm',
        },
      }),
    ]);
    expect(stateOf('primary')).toBe('waiting for room');
    expect(textOf(card('primary').querySelector('.obstacle'))).toBe('llm budget 2 is full: coder is serving');
    expect(textOf(card('embed').querySelector('.obstacle'))).toContain(
      'llama.cpp for ROCm is not installed. hal0 lemonade backends install llamacpp:rocm',
    );
    expect(button(card('embed'), 'Copy the command')).toBeTruthy();
  });

  it('shows figures as they are measured, and none where none are', async () => {
    await answer([aSlot({ state: 'ready' })]);
    const metrics = someMetrics({ tokensPerSecond: 38.04, kvUsage: 0.374 });
    sources.current.tell('slots.metrics', {
      slots: { primary: metrics },
      runtime: { modelsLoaded: 1, lastRequest: null, sampledAt: null },
    });
    await settled(fixture);
    expect(figures('primary')).toEqual(['TTFT — not known', 'tok/s 38.0', 'Queue 0', 'KV 37 %']);

    // A request that ended since is told by the slot itself.
    await change(aSlot({ state: 'ready', metrics: someMetrics({ requests: 1, ttftMs: 12, tokensPerSecond: 40 }) }));
    expect(figures('primary')).toEqual(['TTFT 12 ms', 'tok/s 40.0', 'Queue 0', 'KV 37 %']);
  });

  it('tells of a slot that crashes again and again, and of slots that were thrown out', async () => {
    const error = { code: 'slot.crash_looping', message: 'It ended three times.', log: [] };
    await answer([aSlot({ state: 'error', error })]);
    const alert = page.querySelector('h0-slot-notices [role=alert]');
    expect(textOf(alert)).toContain('primary crashes again and again');
    expect(stateOf('primary')).toBe('crash-looping');

    sources.current.tell('slots.restored', { cause: 'The load of broken-7b failed.', slots: ['embed', 'rerank'] });
    await settled(fixture);
    const note = page.querySelector('h0-slot-notices [role=status]');
    expect(textOf(note)).toContain('The load of broken-7b failed. embed, rerank were thrown out by it');
    button(page, 'Dismiss').click();
    await settled(fixture);
    expect(page.querySelector('h0-slot-notices [role=status]')).toBeNull();
  });

  it('asks before it unloads a slot that is serving, also one that began to meanwhile', async () => {
    await answer([aSlot({ state: 'serving', activeRequests: 2 }), aSlot({ name: 'coder', state: 'ready' })]);
    const questions = TestBed.inject(SlotQuestions);
    button(card('primary'), 'Unload primary').click();
    expect(questions.open()).toEqual({ kind: 'interrupt', verb: 'unload', slot: 'primary' });

    questions.close();
    button(card('coder'), 'Unload coder').click();
    const unload = http.expectOne('/api/slots/coder/unload');
    expect(unload.request.body).toEqual({});
    unload.flush(
      { error: { code: 'slot.in_use', message: 'Slot coder is serving 1 request.' } },
      { status: 409, statusText: 'Conflict' },
    );
    await settled(fixture);
    expect(questions.open()).toEqual({ kind: 'interrupt', verb: 'unload', slot: 'coder' });
    expect(TestBed.inject(Toasts).shown()).toEqual([]);
  });

  it('reports a refused action with its code, and leaves the slot as it was', async () => {
    await answer([aSlot({ state: 'serving' })]);
    button(card('primary'), 'Unload primary').click();
    http
      .expectOne('/api/slots/primary/unload')
      .flush(
        { error: { code: 'slot.busy', message: 'Slot primary is serving 1 request.' } },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);
    expect(TestBed.inject(Toasts).shown()).toMatchObject([
      {
        text: 'Slot primary was not unloaded.',
        problem: { code: 'slot.busy', message: 'Slot primary is serving 1 request.' },
      },
    ]);
    expect(stateOf('primary')).toBe('serving');
    expect(button(card('primary'), 'Unload primary').getAttribute('aria-disabled')).toBeNull();
  });

  it('offers the demo bundle when no slot has a model', async () => {
    await answer([aSlot({ model: null, enabled: false })]);
    expect(textOf(page.querySelector('h0-empty-state code'))).toBe('./hal0 up --demo');
    button(page, 'Apply the demo bundle').click();
    await settled(fixture);
    expect(button(page, 'Applying the demo bundle').disabled).toBe(true);
    http.expectOne({ method: 'POST', url: '/api/bundles/hal0-demo/apply' }).flush({});
    await settled(fixture);
    await answer([aSlot()]);
    expect(stateOf('primary')).toBe('offline');
  });

  it('says why the demo bundle was not applied', async () => {
    await answer([aSlot({ model: null })]);
    button(page, 'Apply the demo bundle').click();
    http
      .expectOne('/api/bundles/hal0-demo/apply')
      .flush(
        { error: { code: 'bundle.not_found', message: 'There is no bundle hal0-demo.' } },
        { status: 404, statusText: 'Not Found' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('There is no bundle hal0-demo. bundle.not_found');
    expect(button(page, 'Apply the demo bundle').disabled).toBe(false);
  });

  it('tells a failed load with its code, and loads again on request', async () => {
    http
      .expectOne('/api/slots')
      .flush(
        { error: { code: 'config.invalid', message: 'capabilities.toml cannot be read.' } },
        { status: 500, statusText: 'Error' },
      );
    await settled(fixture);
    const alert = page.querySelector('[role=alert]');
    expect(textOf(alert)).toContain('capabilities.toml cannot be read. config.invalid');
    expect(button(page, 'Copy the error')).toBeTruthy();

    button(page, 'Load the slots again').click();
    await answer([aSlot()]);
    expect(stateOf('primary')).toBe('offline');
    expect(page.querySelector('[role=alert]')).toBeNull();
  });

  it('says what to do when nothing answers', async () => {
    http.expectOne('/api/slots').error(new ProgressEvent('error'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('hal0 does not answer');
  });

  it('shows the runtime being fetched, failing, and running', async () => {
    await answer([aSlot()]);
    const strip = page.querySelector('[aria-label=Runtime]');
    const tell = async (changes: Parameters<typeof aRuntime>[0]) => {
      sources.current.tell('lemonade.state', { status: aRuntime(changes) });
      await settled(fixture);
    };

    await tell({ phase: 'fetching', version: null, progress: 0.427, message: 'Unpacking llama.cpp' });
    expect(textOf(strip)).toContain('fetching Unpacking llama.cpp');
    expect(strip?.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('42');

    await tell({ phase: 'failed', version: null, message: 'apt-get is not on this machine. Install lemonade-server.' });
    expect(textOf(strip?.querySelector('[role=alert]'))).toContain(
      'apt-get is not on this machine. Install lemonade-server.',
    );
    expect(strip?.querySelector('[role=progressbar]')).toBeNull();

    await tell({ phase: 'running' });
    expect(textOf(strip?.querySelector('[role=status]'))).toBe('running');
  });
});
