import { ConfigChangedEvent, type SecretsService } from '@hal0/config';
import { slotsFixture } from '@hal0/slots/testing';
import { UpstreamRecords } from '../upstreams/upstream-records.service.js';
import { UpstreamStateEvent } from '../upstreams/upstream-state.event.js';
import { UpstreamsService } from '../upstreams/upstreams.service.js';

/** Secrets by name, as a test sets them. */
export class FakeSecrets implements Pick<SecretsService, 'get'> {
  constructor(readonly values: Map<string, string>) {}

  get(name: string): string | undefined {
    return this.values.get(name);
  }
}

/** Upstreams as the product composes them, over this hal0.toml, on a clock that stands still. */
export function upstreamsFixture(hal0Toml = '', secrets: Readonly<Record<string, string>> = {}) {
  return upstreamsOn(slotsFixture('', { 'hal0.toml': hal0Toml }), secrets);
}

/** The same over slots that are there already. */
export function upstreamsOn(
  fixture: Pick<ReturnType<typeof slotsFixture>, 'config' | 'slots' | 'clock' | 'events' | 'remove'>,
  secrets: Readonly<Record<string, string>> = {},
) {
  const { config, slots, clock, events } = fixture;
  const keys = new FakeSecrets(new Map(Object.entries(secrets)));
  const upstreams = new UpstreamsService(
    config.store,
    keys as Partial<SecretsService> as SecretsService,
    slots,
    clock,
    events,
  );
  const records = new UpstreamRecords(config.store, upstreams, clock);
  upstreams.onModuleInit();
  events.observe((event) => {
    if (event instanceof ConfigChangedEvent) upstreams.onConfigChanged();
  });
  return {
    ...{ config, clock, events, upstreams, records, secrets: keys.values },
    /** What was told of upstreams, oldest first. */
    told: () => events.ofType(UpstreamStateEvent).map(({ upstream }) => upstream),
    remove: async () => {
      upstreams.onModuleDestroy();
      await fixture.remove();
    },
  };
}

export type UpstreamsFixture = ReturnType<typeof upstreamsFixture>;
