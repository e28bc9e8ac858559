import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import type { BundlePlanDto } from '../../api/models';
import { BundlePlanView } from '../core/bundles/bundle-plan-view';
import { BundlesApi } from '../core/bundles/bundles-api';
import { BundlesStore } from '../core/bundles/bundles.store';
import { keptAnswer } from '../core/live/kept-answer';
import { Order } from '../core/live/order';
import { toProblem } from '../core/to-problem';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { Panel } from '../ui/panel';
import type { Problem } from '../ui/problem';
import { ProblemNote } from '../ui/problem-note';
import { Toasts } from '../ui/toasts';

/** A hundred times what a bundle with every slot and model takes. */
const LARGEST_BYTES = 4 * 1024 ** 2;

/** What a bundle in a file would change here, before it is taken over. */
@Component({
  selector: 'h0-import-panel',
  imports: [BundlePlanView, Button, Note, Order, Panel, ProblemNote],
  templateUrl: './import-panel.html',
  styleUrl: '../ui/panel-form.css',
})
export class ImportPanel {
  readonly file = input.required<File>();
  readonly closed = output();

  private readonly api = inject(BundlesApi);
  private readonly store = inject(BundlesStore);
  private readonly toasts = inject(Toasts);
  private manifest: Record<string, unknown> = {};
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly plan = keptAnswer<BundlePlanDto>(async () => {
    this.manifest = await manifestIn(this.file());
    return this.api.preview(this.manifest);
  });
  protected readonly replaced = computed(() => this.store.find(this.plan.value()?.bundle ?? null));

  constructor() {
    effect(() => {
      this.file();
      untracked(() => {
        this.refused.set(null);
        this.plan.forget();
        void this.plan.load();
      });
    });
  }

  protected async import(): Promise<void> {
    if (this.plan.value() === null || this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      const { name } = await this.store.import(this.manifest);
      this.toasts.tell(`${name} stands among the bundles.`);
      this.closed.emit();
    } catch (error) {
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

async function manifestIn(file: File): Promise<Record<string, unknown>> {
  if (file.size > LARGEST_BYTES)
    throw new Error('The file is too large for a bundle. Choose one that was saved as one.');
  try {
    return JSON.parse(await file.text()) as Record<string, unknown>;
  } catch {
    throw new Error('The file is not JSON. Choose one that was saved as a bundle.');
  }
}
