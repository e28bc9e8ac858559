import { Clock, Hal0Paths, readTextFile, writeFileAtomic } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { BundleRun } from '../apply/bundle-run.js';
import type { BundleChoiceDto } from '../http/bundle-choice.dto.js';

/** The marker file, in its documented words. Source: reference 6. */
interface Marker {
  bundle?: string | null;
  name: string | null;
  npu_opt_in: boolean;
  /** ISO 8601, UTC, whole seconds. */
  chosen_at: string;
  skipped: boolean;
  assignments: { slot: string; model_name: string; applied: boolean }[];
}

/** What was chosen in the bundle picker: `.bundle-chosen`. A marker that cannot be read counts as none. */
@Injectable()
export class BundleChoice {
  constructor(
    private readonly paths: Hal0Paths,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<BundleChoiceDto | null> {
    const marker = await this.marker();
    if (!marker) return null;
    const { bundle = null, name, npu_opt_in: npuOptIn, skipped, chosen_at: chosenAt } = marker;
    return { bundle, name, npuOptIn, skipped, chosenAt };
  }

  async skip(): Promise<BundleChoiceDto> {
    const chosenAt = new Date(this.clock.now()).toISOString();
    await this.write({ ...{ bundle: null, name: null, npu_opt_in: false, skipped: true, assignments: [] }, chosenAt });
    return (await this.read()) as BundleChoiceDto;
  }

  /** Notes what was chosen and how far it got. The same choice once more keeps its time. */
  async note({ manifest, npuOptIn, slots, startedAt, state }: BundleRun): Promise<void> {
    const { id: bundle, name } = manifest;
    const assignments = slots.map((slot) => ({
      slot: slot.slot,
      model_name: slot.model,
      applied: slot.state === 'done',
    }));
    const marker = { bundle, name, npu_opt_in: npuOptIn, skipped: false, assignments };
    const before = await this.marker();
    const isSame = before?.bundle === bundle && before.npu_opt_in === npuOptIn;
    if (isSame && (state === 'running' || isDeepStrictEqual(assignments, before.assignments))) return;
    await this.write({ ...marker, chosenAt: isSame ? before.chosen_at : startedAt });
  }

  private async write({ chosenAt, ...rest }: Omit<Marker, 'chosen_at'> & { chosenAt: string }): Promise<void> {
    const marker: Marker = { ...rest, chosen_at: chosenAt.replace(/\.\d+Z$/, 'Z') };
    await writeFileAtomic(this.paths.bundleChosen, `${JSON.stringify(marker, null, 2)}\n`);
  }

  private async marker(): Promise<Marker | null> {
    try {
      const value = JSON.parse((await readTextFile(this.paths.bundleChosen)) ?? 'null') as Marker | null;
      return typeof value?.chosen_at === 'string' && typeof value.skipped === 'boolean' ? value : null;
    } catch {
      return null;
    }
  }
}
