import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { SlotDto, SlotQueueDto } from '../../../api/models';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { button, byRole, settled, textOf } from '../../../testing/on-page';
import { aRequest } from '../../../testing/request-samples';
import { aSlot, someMetrics } from '../../../testing/samples';
import { EventStream } from '../../core/events/event-stream';
import { MetricsStore } from '../metrics/metrics.store';
import { SlotPanel } from './slot-panel';

const NOW = Date.UTC(2026, 0, 1);

function aQueue(changes: Partial<SlotQueueDto> = {}): SlotQueueDto {
  return {
    slot: 'primary',
    state: 'ready',
    phase: 'ready',
    reason: null,
    position: null,
    waitsFor: [],
    active: 0,
    places: 1,
    gated: false,
    waiting: [],
    ...changes,
  };
}

describe('SlotPanel', () => {
  let fixture: ComponentFixture<SlotPanel>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(() => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        sources.provider,
        MetricsStore,
      ],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
  });
  afterEach(() => fixture.destroy());

  async function open(tab: string, slot: SlotDto = aSlot({ state: 'ready' })): Promise<void> {
    fixture = TestBed.createComponent(SlotPanel);
    fixture.componentRef.setInput('name', slot.name);
    fixture.componentRef.setInput('tab', tab);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    http.expectOne('/api/slots').flush([slot]);
    await settled(fixture);
  }

  const history = () => http.expectOne(({ url }) => url === '/api/slots/metrics/history');

  async function openNow(slot: SlotDto, queue: SlotQueueDto = aQueue()): Promise<void> {
    await open('now', slot);
    http.expectOne('/api/slots/metrics').flush({ slots: {}, runtime: {} });
    http.expectOne(`/api/slots/${slot.name}/queue`).flush(queue);
    history().flush({ intervalSeconds: 5, points: [] });
    await settled(fixture);
  }

  describe('Now', () => {
    it('shows an error with the lines of the log, to be copied', async () => {
      const error = { code: 'slot.load_failed', message: 'It did not load.', log: ['line one', 'line two'] };
      await openNow(aSlot({ state: 'error', error }));
      expect(textOf(page.querySelector('h0-problem-note'))).toContain('It did not load. slot.load_failed');
      expect(page.querySelector('h0-log-lines pre')?.textContent).toBe('line one\nline two');
      expect(button(page, 'Copy the lines')).toBeTruthy();
    });

    it('says which program is missing, and the command that brings it', async () => {
      const command = 'hal0 lemonade backends install llamacpp:rocm';
      await openNow(
        aSlot({
          device: 'gpu-rocm',
          backend: { state: 'missing', message: 'llama.cpp for ROCm is not there.', command },
        }),
      );
      const note = page.querySelector('h0-note');
      expect(textOf(note)).toContain('llama.cpp for ROCm is not there.');
      expect(textOf(note?.querySelector('code'))).toBe(command);
    });

    it('shows who is served, who waits and for how long, and follows it', async () => {
      const waiting = [{ position: 1, requestId: 'req-7', waitedMs: 1240 }];
      await openNow(aSlot({ state: 'serving' }), aQueue({ active: 1, waiting }));
      const queue = () => textOf(page.querySelector('h0-slot-queue'));
      expect(queue()).toBe('Queue 1 of 1 place taken, 1 waits 1 req-7 1 s');
      sources.current.tell('slot.changed', { slot: aSlot({ state: 'ready' }) });
      http.expectOne('/api/slots/primary/queue').flush(aQueue());
      await settled(fixture);
      expect(queue()).toBe('Queue 0 of 1 place taken, nobody waits');
    });

    it('says what the slot itself waits for', async () => {
      await openNow(
        aSlot({ state: 'starting', phase: 'waiting_for_room' }),
        aQueue({
          phase: 'waiting_for_room',
          reason: 'llm budget 1 is full.',
          position: 2,
          waitsFor: [{ slot: 'coder', why: 'serving', leases: 1, queued: 0 }],
        }),
      );
      expect(textOf(page.querySelector('h0-slot-queue'))).toContain(
        'Waiting for room , number 2 in the line of loads . llm budget 1 is full. coder is serving 1 request',
      );
    });

    it('plots the last quarter of an hour over one axis, and says it in words', async () => {
      await open('now');
      http.expectOne('/api/slots/metrics').flush({ slots: { primary: someMetrics() }, runtime: {} });
      http.expectOne('/api/slots/primary/queue').flush(aQueue());
      const ts = Date.now();
      const nothing = { slot: 'primary', queued: 0, active: 0 };
      history().flush({
        intervalSeconds: 5,
        points: [
          { ...nothing, ts: ts - 10_000, tokensPerSecond: 40, ttftMs: 200, kvUsage: null, memoryMib: 100 },
          { ...nothing, ts: ts - 5000, tokensPerSecond: 44, ttftMs: null, kvUsage: null, memoryMib: 100 },
        ],
      });
      await settled(fixture);
      expect(byRole(page, 'img').map((plot) => plot.getAttribute('aria-label'))).toEqual([
        'Speed over the last 15 minutes: latest 44.0 tok/s, lowest 40.0 tok/s, highest 44.0 tok/s',
        'TTFT over the last 15 minutes: latest 200 ms, lowest 200 ms, highest 200 ms',
        'KV over the last 15 minutes: nothing measured',
        'Memory over the last 15 minutes: latest 100 MiB, lowest 100 MiB, highest 100 MiB',
      ]);
    });
  });

  describe('Requests', () => {
    const requests = () => http.expectOne(({ url }) => url === '/api/requests');
    const rows = () => [...page.querySelectorAll('tbody tr')].map((row) => textOf(row).replace(/^.*?ago /, ''));

    it('shows where the time of each went, on one scale', async () => {
      await open('requests');
      requests().flush({
        requests: [
          aRequest({ row: 2, queueMs: 500, loadMs: 1200, totalMs: 2000 }),
          aRequest({
            outcome: 'failed',
            status: 503,
            errorCode: 'slot.loading',
            firstByteMs: null,
            completionTokens: null,
          }),
        ],
        nextBefore: null,
      });
      await settled(fixture);
      expect(rows()).toEqual([
        'queue 500 ms, load 1.20 s, prefill 100 ms, decode 200 ms 310 in · 48 out · 41.2 tok/s 2.00 s',
        'decode 1.00 s 503 slot.loading · 310 in · 41.2 tok/s 1.00 s',
      ]);
      const widths = [...page.querySelectorAll<HTMLElement>('tr:first-child .bar div')].map(({ style }) => style.width);
      expect(widths).toEqual(['25%', '60%', '5%', '10%']);
    });

    it('follows new ones, until older ones are looked at', async () => {
      await open('requests');
      requests().flush({ requests: [aRequest({ row: 9 })], nextBefore: 9 });
      await settled(fixture);
      sources.current.tell('requests.finished', { count: 1, requests: [] });
      requests().flush({ requests: [aRequest({ row: 10 }), aRequest({ row: 9 })], nextBefore: 9 });
      await settled(fixture);
      expect(rows()).toHaveLength(2);

      button(page, 'Load older requests').click();
      requests().flush({ requests: [aRequest({ row: 8 })], nextBefore: null });
      await settled(fixture);
      expect(rows()).toHaveLength(3);
      sources.current.tell('requests.finished', { count: 1, requests: [] });
      http.expectNone(({ url }) => url === '/api/requests');

      button(page, 'Show the newest').click();
      requests().flush({ requests: [aRequest({ row: 11 })], nextBefore: null });
      await settled(fixture);
      expect(rows()).toHaveLength(1);
    });

    it('says so when there are none', async () => {
      await open('requests');
      requests().flush({ requests: [], nextBefore: null });
      await settled(fixture);
      expect(textOf(page.querySelector('h0-slot-requests'))).toContain('No request has ended here yet.');
    });
  });

  describe('Log', () => {
    const line = (seq: number, text: string) => ({
      seq,
      at: NOW,
      level: 'info',
      tag: 'Process',
      text,
      slot: 'primary',
    });
    const lines = () => byRole(page, 'listitem').map((row) => textOf(row.querySelector('.text')));

    it('shows what was said and what is being said, and stops for a reader', async () => {
      await open('log');
      const request = http.expectOne(({ url }) => url === '/api/lemonade/logs');
      expect(request.request.params.get('slot')).toBe('primary');
      request.flush({ lines: [line(1, 'first')] });
      await settled(fixture);
      expect(sources.addresses.at(-1)).toBe('/api/lemonade/logs/stream?slot=primary&level=debug&lines=50');
      sources.current.say(line(2, 'second'));
      await settled(fixture);
      expect(lines()).toEqual(['first', 'second']);

      button(page, 'Pause').click();
      sources.current.say(line(3, 'third'));
      await settled(fixture);
      expect(lines()).toEqual(['first', 'second']);
      expect(textOf(page.querySelector('.bar [role=status]'))).toBe('paused, 1 new');
      button(page, 'Resume').click();
      await settled(fixture);
      expect(lines()).toEqual(['first', 'second', 'third']);
    });

    it('reads again with another level', async () => {
      await open('log');
      http.expectOne(({ url }) => url === '/api/lemonade/logs').flush({ lines: [line(1, 'first')] });
      await settled(fixture);
      const select = page.querySelector('select')!;
      select.value = 'error';
      select.dispatchEvent(new Event('change'));
      await settled(fixture);
      const again = http.expectOne(({ url }) => url === '/api/lemonade/logs');
      expect(again.request.params.get('level')).toBe('error');
      again.flush({ lines: [] });
      await settled(fixture);
      expect(textOf(page.querySelector('[role=log]'))).toContain('Nothing has been said about this slot');
    });
  });
});
