import { Component, computed, input } from '@angular/core';
import type { HaloState } from './halo-state';

/** Units of the drawing's 48-unit box. */
const LINE = { pip: 8, unknown: 3.5, thinnest: 2.5, thickest: 7 };

/**
 * A ring that *is* a state, with the state word beside it. What is projected as `[haloIcon]` stands inside the ring,
 * `[haloAfter]` behind the word, other content above it.
 */
@Component({
  selector: 'h0-halo',
  templateUrl: './halo.html',
  styleUrl: './halo.css',
  host: {
    '[attr.data-state]': 'state()',
    '[class.pip]': 'pip()',
    '[style.--halo-size.px]': 'size()',
    '[style.--halo-line]': 'line()',
  },
})
export class Halo {
  readonly state = input.required<HaloState>();
  /** Pixels across; 20 and less draws the pip, which has no room for an icon. */
  readonly size = input(48);
  /** Share of the box's memory, 0 to 1, drawn as the thickness of the line; null where it is not known. */
  readonly share = input<number | null>(null);
  /** Said instead of the state where the ring stands for something other than a slot. */
  readonly word = input<string>();

  protected readonly pip = computed(() => this.size() <= 20);
  protected readonly line = computed(() => {
    if (this.pip()) return LINE.pip;
    const share = this.share();
    if (share === null) return LINE.unknown;
    return LINE.thinnest + (LINE.thickest - LINE.thinnest) * Math.min(1, Math.max(0, share));
  });
}
