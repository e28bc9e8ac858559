import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { BundleSlots } from '../apply/bundle-slots.service.js';
import type { BundlePlanDto, PlannedFieldDto, PlannedSlotDto } from '../http/bundle-plan.dto.js';
import type { BundleDto } from '../http/bundle.dto.js';
import type { BundleSlot } from '../manifest/bundle-slot.js';
import type { Bundle } from '../manifest/read-manifest.js';

/** What the application of a bundle would do, before it does it. */
@Injectable()
export class BundlePlans {
  constructor(private readonly slots: BundleSlots) {}

  /** @param seen the same bundle as it looks on this box */
  of({ manifest }: Bundle, seen: BundleDto, diskFreeBytes: number): BundlePlanDto {
    const { id: bundle, name, sizeBytes, downloadBytes } = seen;
    const missing = seen.models.filter(({ installed }) => !installed);
    const isBrought = (id: string) =>
      manifest.models.some((model) => model.id === id && (model.file ?? model.checkpoint) !== undefined);
    return {
      ...{ bundle, name, sizeBytes, downloadBytes, diskFreeBytes },
      downloads: missing.flatMap(({ id: model, source, sizeBytes: size }) =>
        source === null ? [] : [{ model, source, sizeBytes: size }],
      ),
      unavailable: missing.filter(({ id, source }) => source === null && !isBrought(id)).map(({ id }) => id),
      slots: manifest.slots.map((slot) => this.slot(slot, seen)),
    };
  }

  private slot(wanted: BundleSlot, { models }: BundleDto): PlannedSlotDto {
    const current = this.slots.now(wanted.slot);
    const { slot } = wanted;
    if (current && this.slots.isSet(wanted)) return { slot, change: 'none', changes: [] };
    const type = models.find(({ id }) => id === wanted.model)?.type ?? 'llm';
    const actual = new Map<string, unknown>(Object.entries(current ?? {}));
    const changes = Object.entries(this.slots.patchFor(wanted, type))
      .filter(([field, value]) => !isDeepStrictEqual(actual.get(field) ?? null, value ?? null))
      .map(([field, value]): PlannedFieldDto => {
        const heldBy = this.slots.holderOf(slot, field);
        return { field, from: asText(actual.get(field)), to: asText(value), heldBy };
      });
    return { slot, change: current ? 'set' : 'create', changes };
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
