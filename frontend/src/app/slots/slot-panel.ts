import { DOCUMENT, Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { SlotActions } from '../core/slots/slot-actions';
import { SlotsStore } from '../core/slots/slots.store';
import { nextAction } from '../core/slots/next-action';
import { Button } from '../ui/button';
import { Halo } from '../ui/halo/halo';
import { Panel } from '../ui/panel';
import { TypeIcon } from '../ui/type-icon';
import { SlotConfiguration } from './slot-configuration';
import { SlotNow } from './slot-now';

const TABS = [
  { id: 'now', label: 'Now' },
  { id: 'configuration', label: 'Configuration' },
] as const;

/** One slot, opened over the page. Name and tab come from the address. */
@Component({
  selector: 'h0-slot-panel',
  imports: [Button, Halo, Panel, RouterLink, SlotConfiguration, SlotNow, TypeIcon],
  templateUrl: './slot-panel.html',
  styleUrl: './slot-panel.css',
})
export class SlotPanel {
  readonly name = input.required<string>();
  readonly tab = input.required<string>();

  protected readonly tabs = TABS;
  protected readonly store = inject(SlotsStore);
  protected readonly actions = inject(SlotActions);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  protected readonly slot = computed(() => this.store.find(this.name()));
  protected readonly action = computed(() => {
    const slot = this.slot();
    // Choosing a model is what the panel itself is for.
    const action = slot && nextAction(slot);
    return action?.kind === 'choose' ? undefined : action;
  });

  protected async close(): Promise<void> {
    const name = this.name();
    await this.router.navigate(['/slots']);
    // Back to where the panel was opened from.
    this.document.querySelector<HTMLElement>(`#slot-${CSS.escape(name)} a`)?.focus();
  }
}
