import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { aSlot } from '../../../testing/samples';
import { EventStream, type ResyncReason } from './event-stream';

describe('EventStream', () => {
  let sources: FakeEventSources;
  let stream: EventStream;
  let resyncs: ResyncReason[];

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    sources = new FakeEventSources();
    TestBed.configureTestingModule({ providers: [sources.provider] });
    stream = TestBed.inject(EventStream);
    resyncs = [];
    stream.resync.subscribe((reason) => resyncs.push(reason));
    stream.connect();
    sources.current.onopen?.();
  });

  afterEach(() => {
    TestBed.resetTestingModule();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('delivers events by type and remembers when it last heard something', () => {
    const names: string[] = [];
    stream.on('slot.changed').subscribe(({ data }) => names.push(data.slot.name));
    jest.advanceTimersByTime(5000);
    sources.current.tell('slot.changed', { slot: aSlot({ name: 'embed' }) });
    sources.current.tell('registry.changed', { models: [] });
    expect(names).toEqual(['embed']);
    expect(stream.connection()).toEqual({ phase: 'live', heardAt: 5000, retryAt: null });
  });

  it('opens one connection however many listen', () => {
    stream.on('slot.changed').subscribe();
    stream.on('lemonade.state').subscribe();
    stream.connect();
    expect(sources.opened).toHaveLength(1);
  });

  it('says when it will retry, waits longer each time, and asks for a reload once it is back', () => {
    sources.current.onerror?.();
    expect(sources.current.closed).toBe(true);
    expect(stream.connection()).toMatchObject({ phase: 'lost', heardAt: 0, retryAt: 1000 });
    jest.advanceTimersByTime(1000);
    expect(sources.opened).toHaveLength(2);
    sources.current.onerror?.();
    expect(stream.connection()).toMatchObject({ phase: 'lost', retryAt: 3000 });
    jest.advanceTimersByTime(2000);
    sources.current.onopen?.();
    expect(stream.connection().phase).toBe('live');
    expect(resyncs).toEqual(['reconnect']);
  });

  it('delivers to old listeners over the new connection', () => {
    const seen: string[] = [];
    stream.on('slot.changed').subscribe(({ data }) => seen.push(data.slot.state));
    sources.current.onerror?.();
    stream.reconnect();
    sources.current.onopen?.();
    sources.current.tell('slot.changed', { slot: aSlot({ state: 'ready' }) });
    expect(seen).toEqual(['ready']);
  });

  it('lets its connection go while nobody looks, and reads anew when somebody does', () => {
    const hide = (hidden: boolean) => {
      jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    hide(true);
    jest.advanceTimersByTime(9_000);
    hide(false);
    jest.advanceTimersByTime(60_000);
    expect(sources.current.closed).toBe(false);
    hide(true);
    jest.advanceTimersByTime(10_000);
    expect(sources.current.closed).toBe(true);
    hide(false);
    expect([sources.opened.length, stream.lost()]).toEqual([2, false]);
    sources.current.onopen?.();
    expect(resyncs).toEqual(['reconnect']);
    stream.disconnect();
    hide(true);
    jest.advanceTimersByTime(10_000);
    hide(false);
    expect(sources.opened).toHaveLength(2);
  });

  it('asks for a reload after a gap', () => {
    sources.current.tell('events.gap', {});
    expect(resyncs).toEqual(['gap']);
  });

  it('asks for one reload when the API has restarted', () => {
    stream.on('slot.changed').subscribe();
    sources.current.tell('slot.changed', { slot: aSlot() }, 'a-b-7');
    sources.current.tell('slot.changed', { slot: aSlot() }, 'a-b-8');
    expect(resyncs).toEqual([]);
    sources.current.tell('slot.changed', { slot: aSlot() }, 'c-1');
    sources.current.tell('slot.changed', { slot: aSlot() }, 'c-2');
    expect(resyncs).toEqual(['restart']);
  });

  it('drops a connection that another request has found dead', () => {
    stream.suspect();
    expect(stream.connection().phase).toBe('lost');
    stream.suspect();
    expect(stream.connection().retryAt).toBe(1000);
  });

  it('retries at once when the machine is online again', () => {
    sources.current.onerror?.();
    window.dispatchEvent(new Event('online'));
    expect(sources.opened).toHaveLength(2);
  });

  it('closes with the page', () => {
    TestBed.resetTestingModule();
    expect(sources.current.closed).toBe(true);
  });
});
