import { AuditEvent, Hal0Event, JournalEvent } from '@hal0/platform';
import { FakeClock, RecordingEventBus } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { JournalFeed } from './journal-feed.service.js';
import { JournalService } from './journal.service.js';

class SomeEvent extends Hal0Event {
  constructor(
    readonly type: string,
    data: object,
  ) {
    super();
    Object.assign(this, data);
  }
}

function setup() {
  const clock = new FakeClock();
  const events = new RecordingEventBus();
  const journal = new JournalService(clock);
  const feed = new JournalFeed(journal, events, clock);
  feed.onModuleInit();
  const entries = (loggedOnly = false) => journal.page({ loggedOnly }, 100).entries;
  return { clock, events, feed, entries };
}

const slotState = (from: string, to: string, reason: string | null = null) =>
  new SomeEvent('slot.state', { name: 'primary', from, to, reason });
const runtime = (phase: string, progress: number | null = null) =>
  new SomeEvent('lemonade.state', { status: { phase, message: null, progress } });

describe('what the journal is told', () => {
  it('has lines of the log as they are', () => {
    const { events, entries } = setup();
    const record = {
      at: 7,
      level: 'warn',
      source: 'lemonade',
      slot: 'primary',
      context: 'Process',
      message: 'slow',
    } as const;
    events.publish(new JournalEvent(record));
    expect(entries(true)).toMatchObject([record]);
  });

  it('has changes with who made them, and failed ones as errors', () => {
    const { events, entries } = setup();
    const change = { action: 'slot.configure', target: 'primary', actor: 'agent' } as const;
    events.publish(new AuditEvent({ ...change, outcome: 'ok', details: { parallel: 2 } }));
    events.publish(new AuditEvent({ ...change, action: 'model.add', target: 'toy', outcome: 'failed' }));
    expect(entries()).toMatchObject([
      { level: 'info', slot: 'primary', context: 'audit', message: 'agent: slot.configure primary {"parallel":2}' },
      { level: 'error', slot: null, message: 'agent: model.add toy failed' },
    ]);
    expect(entries(true)).toEqual([]);
  });

  it('has what a slot goes through, but not that it serves', () => {
    const { events, entries } = setup();
    events.publish(slotState('ready', 'serving'));
    events.publish(slotState('serving', 'ready'));
    events.publish(slotState('warming', 'ready', 'a request asked for it'));
    events.publish(slotState('warming', 'error', 'out of memory'));
    expect(entries()).toMatchObject([
      { level: 'info', slot: 'primary', message: 'slot primary: warming → ready, a request asked for it' },
      { level: 'error', slot: 'primary', message: 'slot primary: warming → error, out of memory' },
    ]);
  });

  it('has what the runtime goes through, but not how far its fetching is', () => {
    const { events, entries } = setup();
    events.publish(runtime('fetching', 0.3));
    events.publish(runtime('running'));
    events.publish(runtime('failed'));
    expect(entries()).toMatchObject([{ message: 'runtime running' }, { level: 'error', message: 'runtime failed' }]);
  });

  it('has what was loaded again', () => {
    const { events, entries } = setup();
    events.publish(new SomeEvent('slots.restored', { cause: 'a failed load', slots: ['primary', 'embed'] }));
    expect(entries()).toMatchObject([{ level: 'warn', message: 'Loaded again after a failed load: primary, embed' }]);
  });

  it('has how providers come and go, once for each turn, and nothing of what else changes of them', () => {
    const { events, entries } = setup();
    const upstream = (name: string, state: string, error: string | null = null) =>
      events.publish(new SomeEvent('upstream.state', { upstream: { name, state, error } }));
    upstream('openai', 'unknown');
    upstream('openai', 'healthy');
    upstream('openai', 'healthy');
    upstream('openai', 'failing', 'It refused the key (HTTP 401).');
    upstream('openai', 'failing', 'It refused the key (HTTP 403).');
    upstream('lan', 'no_key');
    upstream('lan', 'unknown');
    upstream('openai', 'healthy');
    expect(entries()).toMatchObject([
      { level: 'info', slot: null, context: 'upstream.state', message: 'upstream openai: unknown → healthy' },
      { level: 'warn', message: 'upstream openai: healthy → failing, It refused the key (HTTP 401).' },
      { level: 'warn', message: 'upstream lan: unknown → no key' },
      { level: 'info', message: 'upstream openai: failing → healthy' },
    ]);
  });

  it('knows nothing of other events, nor of any once it has been stopped', () => {
    const { events, feed, entries } = setup();
    events.publish(new SomeEvent('hardware.changed', {}));
    feed.onModuleDestroy();
    events.publish(runtime('running'));
    expect(entries()).toEqual([]);
  });
});
