import { DOCUMENT, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SlotDto } from '../../api/models';
import { asCommand, asCurl, isLoaded, nextAction } from '../core/slots/next-action';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { CommandCopier } from '../ui/command-copier';
import { DeviceChip } from '../ui/device-chip';
import { Figure } from '../ui/figure';
import { Halo } from '../ui/halo/halo';
import { Menu } from '../ui/menu';
import { TypeIcon } from '../ui/type-icon';
import { slotFigures } from './slot-figures';

@Component({
  selector: 'h0-slot-card',
  imports: [Age, Button, DeviceChip, Figure, Halo, Menu, RouterLink, TypeIcon],
  templateUrl: './slot-card.html',
  styleUrl: './slot-card.css',
  host: { role: 'article', '[attr.aria-labelledby]': 'titleId()' },
})
export class SlotCard {
  readonly slot = input.required<SlotDto>();
  /** A request about the slot is on its way. */
  readonly pending = input(false);
  /** The primary action was asked for. */
  readonly acted = output();

  private readonly copier = inject(CommandCopier);
  private readonly origin = inject(DOCUMENT).location.origin;

  protected readonly titleId = computed(() => `slot-${this.slot().name}`);
  protected readonly action = computed(() => nextAction(this.slot()));
  protected readonly waiting = computed(() => this.pending() || this.action().kind === 'wait');
  protected readonly figures = computed(() => slotFigures(this.slot()));
  protected readonly menu = computed(() => {
    const { name } = this.slot();
    const verb = isLoaded(this.slot()) ? 'unload' : 'load';
    return this.copier.items(asCommand(verb, name), asCurl(verb, name, this.origin));
  });
}
