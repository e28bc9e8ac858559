import { CatalogueService } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { BundleModels, sourceOf } from './apply/bundle-models.service.js';
import { BundleSlots } from './apply/bundle-slots.service.js';
import { isEligible, notEligibleReason } from './eligibility/eligibility.js';
import type { BundleDto, BundleModelDto } from './http/bundle.dto.js';
import type { BundleModel } from './manifest/bundle-model.js';
import type { ShelvedBundle } from './shelf/bundle-shelf.service.js';

/** What bundles look like on this box. */
@Injectable()
export class BundleViews {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly models: BundleModels,
    private readonly slots: BundleSlots,
  ) {}

  /** @param usableGib memory of this box; null when nobody knows */
  of({ manifest, imported }: ShelvedBundle, usableGib: number | null): BundleDto {
    const { id, name, vendor = null, description, toy, minRamGb, npuTrio = false } = manifest;
    const models = manifest.models.map((model) => this.model(model));
    const eligible = isEligible(minRamGb, usableGib);
    const slots = manifest.slots.map((slot) => {
      const { type, sizeBytes, installed } = models.find((model) => model.id === slot.model) as BundleModelDto;
      const applied = installed && this.slots.isSet(slot);
      return { ...{ slot: slot.slot, type, model: slot.model, sizeBytes }, evictable: slot.pinned !== true, applied };
    });
    return {
      ...{ id, name, vendor, description, toy, imported, minRamGb: minRamGb ?? null, eligible },
      reason: eligible ? null : notEligibleReason(name, minRamGb ?? 0, usableGib ?? 0),
      ...{ recommended: false, npuTrio, models, slots },
      applied: models.every(({ installed }) => installed) && slots.every(({ applied }) => applied),
      sizeBytes: sumOf(models),
      downloadBytes: sumOf(models.filter(({ installed, source }) => !installed && source !== null)),
    };
  }

  private model(model: BundleModel): BundleModelDto {
    const { id, type } = model;
    const listed = model.catalogue === undefined ? undefined : this.catalogue.find(model.catalogue);
    const installed = this.models.isHere(model);
    return {
      ...{ id, type, installed, source: sourceOf(model) },
      sizeBytes: this.models.sizeOf(model),
      license: listed?.license ?? model.license ?? null,
      gated: listed?.gated ?? false,
    };
  }
}

const sumOf = (models: readonly BundleModelDto[]): number => models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
