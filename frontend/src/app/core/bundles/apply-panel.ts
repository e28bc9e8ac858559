import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import type { BundleDto } from '../../../api/models';
import { keptAnswer } from '../live/kept-answer';
import { Order } from '../live/order';
import { toProblem } from '../to-problem';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { CommandLine } from '../../ui/command-line';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Switch } from '../../ui/switch';
import { BundlePlanView } from './bundle-plan-view';
import { BundlesApi } from './bundles-api';
import { BundlesStore } from './bundles.store';

/** What a bundle would download and change, and then the one button. */
@Component({
  selector: 'h0-apply-panel',
  imports: [BundlePlanView, Button, CommandLine, Note, Order, Panel, ProblemNote, Switch],
  templateUrl: './apply-panel.html',
  styleUrl: '../../ui/panel-form.css',
})
export class ApplyPanel {
  readonly bundle = input.required<BundleDto>();
  readonly closed = output();

  private readonly api = inject(BundlesApi);
  private readonly store = inject(BundlesStore);
  protected readonly npuAvailable = computed(() => this.store.value()?.npuAvailable ?? false);
  protected readonly npuOptIn = signal(false);
  protected readonly force = signal(false);
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly plan = keptAnswer(() => this.api.plan(this.bundle().id, this.npuOptIn()));

  protected readonly total = computed(() => describeBytes(this.plan.value()?.downloadBytes ?? 0));
  protected readonly free = computed(() => describeBytes(this.plan.value()?.diskFreeBytes ?? 0));
  protected readonly gated = computed(() =>
    this.bundle()
      .models.filter(({ gated, installed }) => gated && !installed)
      .map(({ id }) => id)
      .join(', '),
  );
  /** Too little of something here: only whoever insists goes on. */
  protected readonly lacks = computed(() => {
    const plan = this.plan.value();
    const disk = plan !== null && plan.downloadBytes > plan.diskFreeBytes;
    if (disk) return `It needs ${this.total()} of disk; ${this.free()} are free.`;
    return this.bundle().eligible ? null : this.bundle().reason;
  });
  protected readonly can = computed(
    () => this.plan.value() !== null && !this.busy() && (this.lacks() === null || this.force()),
  );
  protected readonly command = computed(
    () => `hal0 bundle apply ${this.bundle().id}${this.npuOptIn() ? ' --npu' : ''}${this.force() ? ' --force' : ''}`,
  );

  constructor() {
    effect(() => {
      this.bundle();
      this.npuOptIn();
      untracked(() => void this.plan.load());
    });
  }

  protected async apply(): Promise<void> {
    if (!this.can()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await this.store.apply(this.bundle().id, { npuOptIn: this.npuOptIn(), force: this.force() });
      this.closed.emit();
    } catch (error) {
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
