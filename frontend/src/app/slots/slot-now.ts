import { DOCUMENT, Component, computed, inject, input } from '@angular/core';
import type { SlotDto } from '../../api/models';
import { asCommand, asCurl, isLoaded } from '../core/slots/next-action';
import { Age } from '../ui/age';
import { CommandLine } from '../ui/command-line';
import { DeviceChip } from '../ui/device-chip';
import { Figure } from '../ui/figure';
import { ProblemNote } from '../ui/problem-note';
import { slotFigures } from './slot-figures';

/** What the slot is doing, and the same from a terminal. */
@Component({
  selector: 'h0-slot-now',
  imports: [Age, CommandLine, DeviceChip, Figure, ProblemNote],
  templateUrl: './slot-now.html',
  styleUrl: './slot-now.css',
})
export class SlotNow {
  readonly slot = input.required<SlotDto>();

  private readonly origin = inject(DOCUMENT).location.origin;
  private readonly verb = computed(() => (isLoaded(this.slot()) ? 'unload' : 'load'));

  protected readonly figures = computed(() => slotFigures(this.slot()));
  protected readonly answered = computed(() => {
    const { requests } = this.slot().metrics;
    return `${requests.toLocaleString('en')} ${requests === 1 ? 'request' : 'requests'}`;
  });
  protected readonly command = computed(() => asCommand(this.verb(), this.slot().name));
  protected readonly curl = computed(() => asCurl(this.verb(), this.slot().name, this.origin));
  /** Only a chat answers to a line that can be typed here. */
  protected readonly chat = computed(() => {
    const { type, name } = this.slot();
    if (type !== 'llm') return null;
    const body = JSON.stringify({ model: name, messages: [{ role: 'user', content: 'hello' }] });
    return `curl ${this.origin}/v1/chat/completions \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
  });
}
