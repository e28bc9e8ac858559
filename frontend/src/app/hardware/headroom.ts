import { Component, computed, input } from '@angular/core';
import type { HeadroomBoundName, HeadroomDto, PoolKind } from '../../api/models';
import { describeMib, measureMib } from '../ui/bytes';
import { Chip } from '../ui/chip';

const KINDS: Readonly<Record<PoolKind, string>> = {
  unified: 'unified, shared by CPU and GPU',
  vram: 'memory of the GPU',
  system: 'main memory',
};

const NAMES: Readonly<Record<HeadroomBoundName, string>> = {
  pool: 'Memory pool',
  cgroup: 'Limit of the container or service',
  host: 'Physical host',
};

/** How much memory models can take, and which of three limits decides. */
@Component({
  selector: 'h0-headroom',
  imports: [Chip],
  templateUrl: './headroom.html',
  styleUrl: './headroom.css',
  host: { role: 'region', 'aria-label': 'Memory for models' },
})
export class Headroom {
  readonly headroom = input.required<HeadroomDto>();

  protected readonly describeMib = describeMib;
  protected readonly kind = computed(() => KINDS[this.headroom().kind]);
  protected readonly total = computed(() => measureMib(this.headroom().mib));
  protected readonly bars = computed(() => {
    const { bounds, limitedBy } = this.headroom();
    const widest = Math.max(1, ...bounds.map(({ limitMib }) => limitMib));
    return bounds.map((bound) => ({
      ...bound,
      label: NAMES[bound.name],
      binds: bound.name === limitedBy,
      usedPercent: (100 * Math.max(0, bound.limitMib - bound.freeMib)) / widest,
      freePercent: (100 * Math.min(bound.freeMib, bound.limitMib)) / widest,
    }));
  });
}
