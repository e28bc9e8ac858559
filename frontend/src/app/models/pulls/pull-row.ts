import { Component, computed, inject, input, signal } from '@angular/core';
import type { PullDto } from '../../../api/models';
import { ConfirmOrder } from '../../core/live/confirm-order';
import { Order } from '../../core/live/order';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { describePace, describeProgress } from '../../ui/download-words';
import { Halo } from '../../ui/halo/halo';
import { Meter } from '../../ui/meter';
import { ProblemNote } from '../../ui/problem-note';
import { PULL_RINGS, PULL_WORDS } from './pull-words';
import { PullsStore } from './pulls.store';

/** One download: how far it is, and what can be done to it. */
@Component({
  selector: 'h0-pull-row',
  imports: [Button, ConfirmOrder, Halo, Meter, Order, ProblemNote],
  templateUrl: './pull-row.html',
  styleUrl: './pull-row.css',
})
export class PullRow {
  readonly pull = input.required<PullDto>();

  protected readonly store = inject(PullsStore);
  protected readonly asking = signal(false);
  protected readonly ring = computed(() => PULL_RINGS[this.pull().state]);
  protected readonly word = computed(() => PULL_WORDS[this.pull().state]);
  protected readonly progress = computed(() => describeProgress(this.pull()));
  protected readonly pace = computed(() => describePace(this.pull()));
  protected readonly here = computed(() => describeBytes(this.pull().bytesDone));
  protected readonly share = computed(() => {
    const { bytesDone, bytesTotal } = this.pull();
    return bytesTotal === 0 ? null : bytesDone / bytesTotal;
  });
  protected readonly canPause = computed(() => ['queued', 'running'].includes(this.pull().state));
  protected readonly canResume = computed(() => ['paused', 'failed'].includes(this.pull().state));

  protected async discard(): Promise<void> {
    const pull = this.pull();
    await (pull.state === 'failed' ? this.store.remove(pull) : this.store.cancel(pull));
    this.asking.set(false);
  }
}
