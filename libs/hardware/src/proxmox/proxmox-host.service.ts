import { Clock, EventBus } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SingleFlightCache } from '../live/single-flight-cache.js';
import { HostMemorySource, type HostMemory } from '../memory/host-memory-source.port.js';
import { HardwareReaders } from '../probe/hardware-readers.js';
import { failedObservation, NOT_CONFIGURED, observeHost, type HostObservation } from './observe-host.js';
import { readOwnIdentity } from './own-identity.js';
import { ProxmoxClient } from './proxmox-client.js';
import type { ProxmoxSettings } from './proxmox-settings.js';
import { ProxmoxSettingsStore } from './proxmox-settings.store.js';
import type { ProxmoxStatusDto } from './proxmox-status.dto.js';
import { ProxmoxUnreachableEvent } from './proxmox-unreachable.event.js';

const MAX_AGE_MS = 30_000;
const WATCH_INTERVAL_MS = 60_000;

/** The physical machine under this one, as its Proxmox sees it. */
@Injectable()
export class ProxmoxHost extends HostMemorySource {
  private readonly observations: SingleFlightCache<HostObservation>;
  /** Undefined until the present settings have been tried once. */
  private wasOk: boolean | undefined;
  /** Counts the settings there have been, so that an answer to earlier ones is known as such. */
  private generation = 0;

  constructor(
    private readonly store: ProxmoxSettingsStore,
    private readonly client: ProxmoxClient,
    private readonly readers: HardwareReaders,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    super();
    this.observations = new SingleFlightCache(clock, MAX_AGE_MS, () => this.observe());
  }

  /** At most 30 seconds old. Waits up to three seconds for Proxmox; never rejects. */
  async status(): Promise<ProxmoxStatusDto> {
    return (await this.observations.get()).status;
  }

  /** The last status, without waiting; asks anew behind the back when it is old. Undefined before the first one. */
  latest(): ProxmoxStatusDto | undefined {
    void this.observations.get();
    return this.observations.latest?.status;
  }

  async read(): Promise<HostMemory | null> {
    return (await this.observations.get()).memory;
  }

  /** Tries settings without keeping anything of it. */
  async attempt(settings: ProxmoxSettings): Promise<HostObservation> {
    const answer = await this.client.resources(settings);
    const checkedAt = new Date(this.clock.now()).toISOString();
    if (!answer.ok) return failedObservation(answer.error, checkedAt);
    return observeHost(answer.resources, await readOwnIdentity(this.readers), { host: settings.host, checkedAt });
  }

  /** Asks though nobody wants to know, so that a host that goes away is told of. */
  @Interval(WATCH_INTERVAL_MS)
  async watch(): Promise<void> {
    await this.observations.get();
  }

  /** To be called when the settings have changed. */
  forget(): void {
    this.generation++;
    this.wasOk = undefined;
    this.observations.forget();
  }

  private async observe(): Promise<HostObservation> {
    const { generation } = this;
    const settings = await this.store.read();
    if (!settings) return NOT_CONFIGURED;
    const observation = await this.attempt(settings);
    if (generation === this.generation) this.tell(settings.host, observation.status);
    return observation;
  }

  private tell(host: string, { ok, error }: ProxmoxStatusDto): void {
    if (this.wasOk && !ok) this.events.publish(new ProxmoxUnreachableEvent(host, error ?? ''));
    this.wasOk = ok;
  }
}
