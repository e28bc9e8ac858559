import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { ModelDto } from '../../../api/models';
import { ConfirmOrder } from '../../core/live/confirm-order';
import { ModelsStore } from '../../core/models.store';
import { toProblem } from '../../core/to-problem';
import { describeBytes } from '../../ui/bytes';
import type { Problem } from '../../ui/problem';
import { Switch } from '../../ui/switch';
import { Toasts } from '../../ui/toasts';
import { ModelsApi } from '../models-api';

/** Asks before a model goes, says what depends on it, and what becomes of its files. Goes with the model itself. */
@Component({
  selector: 'h0-remove-model',
  imports: [ConfirmOrder, Switch],
  template: `
    <h0-confirm-order
      [act]="'Remove ' + model().name"
      [busy]="busy()"
      [problem]="refused()"
      (confirmed)="remove()"
      (kept)="kept.emit()"
    >
      {{ question() }}
      @if (model().files.length > 0) {
        <div confirmMore>
          <h0-switch [checked]="files()" (changed)="files.set($event)">Delete its files too ({{ size() }})</h0-switch>
          <p class="quiet">Only those in hal0's own folder of models go. Files elsewhere stay where they are.</p>
        </div>
      }
    </h0-confirm-order>
  `,
  styles: `
    h0-confirm-order {
      padding: 0;
      border: 0;
      background: none;
    }
    .quiet {
      color: var(--text-2);
    }
  `,
})
export class RemoveModel {
  readonly model = input.required<ModelDto>();
  readonly kept = output();

  private readonly api = inject(ModelsApi);
  private readonly models = inject(ModelsStore);
  private readonly toasts = inject(Toasts);
  protected readonly files = signal(false);
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly size = computed(() => describeBytes(this.model().sizeBytes));
  protected readonly question = computed(() => {
    const { name, usedBy } = this.model();
    if (usedBy.length === 0) return `Remove ${name}? No slot has it.`;
    const slots =
      usedBy.length === 1 ? `The slot ${usedBy[0]} has it, is` : `The slots ${usedBy.join(', ')} have it, are`;
    return `Remove ${name}? ${slots} unloaded and left without a model.`;
  });

  protected async remove(): Promise<void> {
    this.busy.set(true);
    this.refused.set(null);
    const { id, name, usedBy } = this.model();
    try {
      const { bytesFreed } = await this.api.remove(id, { files: this.files(), cascade: usedBy.length > 0 });
      this.toasts.tell(
        bytesFreed > 0 ? `${name} is removed; ${describeBytes(bytesFreed)} are free again.` : `${name} is removed.`,
      );
      await this.models.load();
    } catch (error) {
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
