import { LemonadeStateEvent } from '@hal0/lemonade';
import { Clock } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Interval } from '@nestjs/schedule';
import { InferenceRuntime } from './ports/inference-runtime.port.js';
import { SlotLoader } from './slot-loader.service.js';
import { isDispatchable } from './slot-state.js';
import type { Slot } from './slot.js';
import { SlotsService } from './slots.service.js';

const WATCH_INTERVAL_MS = 2_000;

/** Keeps slots true: what the runtime lost goes offline, what was lost with it comes back, what is idle is let go. */
@Injectable()
export class SlotKeeper {
  private readonly logger = new Logger('Slots');
  /** Loaded when the runtime went away; to be loaded again when it is back. */
  private readonly lost = new Set<Slot>();
  private watching = false;

  constructor(
    private readonly slots: SlotsService,
    private readonly loader: SlotLoader,
    private readonly runtime: InferenceRuntime,
    private readonly clock: Clock,
  ) {}

  @OnEvent(LemonadeStateEvent.type)
  follow({ status }: LemonadeStateEvent): void {
    if (status.phase === 'running') return this.recover();
    for (const slot of this.dispatchable()) {
      this.lost.add(slot);
      slot.moveTo('offline', 'the runtime went away');
    }
  }

  @Interval(WATCH_INTERVAL_MS)
  async watch(): Promise<void> {
    if (this.watching) return;
    this.slots.bringInLine();
    if (!this.dispatchable().length) return;
    this.watching = true;
    try {
      await this.dropWhatIsGone();
      this.unloadWhatIsIdle();
    } finally {
      this.watching = false;
    }
  }

  private recover(): void {
    for (const slot of this.lost) {
      if (!slot.record.enabled || !slot.record.model) continue;
      this.logger.log(`Loading slot ${slot.name} again after the runtime came back`);
      void this.loader.begin(slot, 'the runtime came back');
    }
    this.lost.clear();
  }

  private async dropWhatIsGone(): Promise<void> {
    const before = new Map(this.dispatchable().map((slot) => [slot, slot.endpoint]));
    const loaded = await this.runtime.loadedModels().catch(() => undefined);
    // A runtime that does not answer is the supervisor's concern; it says nothing about its models.
    if (!loaded) return;
    const present = new Set(loaded.map(({ id }) => id));
    for (const [slot, endpoint] of before) {
      // The answer is about the load that was there when it was asked for, not about a later one.
      if (slot.endpoint !== endpoint || present.has(slot.loaded?.model ?? '')) continue;
      this.logger.warn(`The runtime no longer has the model of slot ${slot.name}`);
      slot.moveTo('offline', 'the runtime lost the model; the next request loads it again');
    }
  }

  private unloadWhatIsIdle(): void {
    const now = this.clock.now();
    for (const slot of this.dispatchable()) {
      const limit = slot.record.idle_timeout_seconds * 1_000;
      const quietSince = Math.max(slot.lastUsedAt ?? 0, slot.since);
      if (limit === 0 || slot.state !== 'ready' || now - quietSince < limit) continue;
      slot.moveTo('idle', `no request for ${slot.record.idle_timeout_seconds} s`);
      this.loader.unload(slot, 'it was idle').catch((error: Error) => {
        this.logger.warn(`Slot ${slot.name} did not unload: ${error.message}`);
      });
    }
  }

  private dispatchable(): Slot[] {
    return this.slots.all().filter(({ state }) => isDispatchable(state));
  }
}
