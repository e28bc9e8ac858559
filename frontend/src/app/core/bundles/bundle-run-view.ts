import { Component, computed, inject, input } from '@angular/core';
import type { BundleRunDto, BundleRunModelState, BundleRunSlotState, BundleRunState } from '../../../api/models';
import { Order } from '../live/order';
import { describePace, describeProgress } from '../../ui/download-words';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Halo } from '../../ui/halo/halo';
import type { HaloState } from '../../ui/halo/halo-state';
import { Meter } from '../../ui/meter';
import { BundlesStore } from './bundles.store';

const HEADINGS: Readonly<Record<BundleRunState, string>> = {
  running: 'is being applied',
  completed: 'is applied',
  incomplete: 'is applied in part',
  cancelled: 'was cancelled',
};
const MODEL_RINGS: Readonly<Record<BundleRunModelState, HaloState>> = {
  waiting: 'offline',
  pulling: 'pulling',
  paused: 'idle',
  ready: 'ready',
  failed: 'error',
  cancelled: 'offline',
};
const SLOT_WORDS: Readonly<Record<BundleRunSlotState, string>> = {
  waiting: 'waits for its model',
  done: 'set',
  failed: 'not set',
  cancelled: 'not set',
};

/** How far the application of a bundle is: the whole, each model, each slot. */
@Component({
  selector: 'h0-bundle-run-view',
  imports: [Button, Halo, Meter, Order],
  templateUrl: './bundle-run-view.html',
  styleUrl: './bundle-run-view.css',
})
export class BundleRunView {
  readonly run = input.required<BundleRunDto>();

  protected readonly store = inject(BundlesStore);
  protected readonly heading = computed(() => `${this.run().name} ${HEADINGS[this.run().state]}`);
  protected readonly progress = computed(() => {
    const { bytesDone, bytesTotal, percent } = this.run();
    return `${describeBytes(bytesDone)} of ${describeBytes(bytesTotal)} · ${percent} %`;
  });
  protected readonly pace = computed(() => describePace(this.run()));
  protected readonly models = computed(() =>
    this.run().models.map((model) => ({
      ...model,
      ring: MODEL_RINGS[model.state],
      word: model.state === 'ready' ? 'here' : model.state,
      progress:
        model.state === 'pulling' || model.state === 'paused'
          ? describeProgress(model)
          : describeBytes(model.bytesTotal),
    })),
  );
  protected readonly slots = computed(() =>
    this.run().slots.map((slot) => ({ ...slot, word: SLOT_WORDS[slot.state] })),
  );
}
