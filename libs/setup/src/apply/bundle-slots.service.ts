import type { Device, ModelType } from '@hal0/config';
import { HardwareService } from '@hal0/hardware';
import { RECIPES } from '@hal0/registry';
import { recipeFor, SlotInUseError, SlotsService, type SlotDto, type UpdateSlotDto } from '@hal0/slots';
import { Injectable, Logger } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { BundleModelFailedError } from '../bundle.errors.js';
import type { BundleManifest } from '../manifest/bundle-manifest.js';
import type { BundleSlot } from '../manifest/bundle-slot.js';
import { toRunError } from './run-error.js';
import type { BundleRun, RunSlot } from './bundle-run.js';

/** Sets the slots of a bundle, each as soon as its model is here. */
@Injectable()
export class BundleSlots {
  private readonly logger = new Logger('Bundles');

  constructor(
    private readonly slots: SlotsService,
    private readonly hardware: HardwareService,
  ) {}

  /** The slot as it is now. */
  now(name: string): SlotDto | undefined {
    return this.slots.list().find((slot) => slot.name === name);
  }

  /** Whether the slot answers, and is as the bundle says. */
  isSet(wanted: BundleSlot): boolean {
    const current = this.now(wanted.slot);
    if (!current?.enabled) return false;
    const actual = new Map<string, unknown>(Object.entries(current));
    return Object.entries(settingsOf(wanted)).every(([field, value]) => isDeepStrictEqual(actual.get(field), value));
  }

  /**
   * What the slot would be told. A bundle that names no device means the one that this box does best with. What somebody
   * else's file says as the bundle does need not be told, and could not be.
   */
  patchFor(wanted: BundleSlot, type: ModelType): UpdateSlotDto {
    const patch: UpdateSlotDto = { device: this.deviceFor(type), ...settingsOf(wanted), enabled: true };
    const actual = new Map<string, unknown>(Object.entries(this.now(wanted.slot) ?? {}));
    const isSaid = ([field, value]: [string, unknown]) =>
      isDeepStrictEqual(actual.get(field), value) && this.holderOf(wanted.slot, field) !== null;
    return Object.fromEntries(Object.entries(patch).filter((each) => !isSaid(each)));
  }

  /** The file and line, or the variable, that holds a field of the slot; null when none does. */
  holderOf(slot: string, field: string): string | null {
    return this.slots.holderOf(slot, field as keyof UpdateSlotDto);
  }

  /** Makes the slots that are not there, disabled until their model is here. */
  async prepare(run: BundleRun): Promise<void> {
    for (const slot of run.slots) {
      if (slot.state !== 'waiting' || this.now(slot.slot)) continue;
      const type = typeOf(run.manifest, slot.model);
      await this.noting(slot, async () => {
        run.changed = true;
        await this.slots.create({ name: slot.slot, type, enabled: false }, run.actor);
      });
    }
  }

  /** Sets the slots whose models are here, and gives up those whose models will not come. */
  async advance(run: BundleRun): Promise<void> {
    for (const slot of run.slots.filter(({ state }) => state === 'waiting')) {
      const model = run.models.find(({ id }) => id === slot.model);
      await this.noting(slot, async () => {
        if (model?.state === 'ready') await this.set(run, slot);
        if (model?.state === 'failed') throw new BundleModelFailedError(slot.model);
      });
    }
  }

  private async set(run: BundleRun, slot: RunSlot): Promise<void> {
    const wanted = run.manifest.slots.find((one) => one.slot === slot.slot) as BundleSlot;
    if (!this.isSet(wanted)) {
      await this.slots.configure(wanted.slot, this.patchFor(wanted, typeOf(run.manifest, wanted.model)), run.actor);
      run.changed = true;
      this.logger.log(`Slot ${wanted.slot} has ${wanted.model}, as ${run.manifest.name} says`);
    }
    Object.assign(slot, { state: 'done', error: null });
  }

  private deviceFor(type: ModelType): Device {
    const { device } = this.hardware.current().recommendedDevice;
    // FastFlowLM's models are others than these.
    return recipeFor(type, device) === RECIPES[type] ? device : 'cpu';
  }

  /** Whatever goes wrong with one slot is told at that slot; the others go on. */
  private async noting(slot: RunSlot, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // Its turn comes when the requests that it serves with its old model have ended.
      if (error instanceof SlotInUseError) return;
      Object.assign(slot, { state: 'failed', error: toRunError(error) });
    }
  }
}

/** What the bundle says of the slot itself. */
function settingsOf({ slot: _slot, type: _type, ...settings }: BundleSlot): UpdateSlotDto {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function typeOf({ models }: BundleManifest, id: string): ModelType {
  return models.find((model) => model.id === id)?.type ?? 'llm';
}
