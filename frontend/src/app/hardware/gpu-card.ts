import { Component, computed, input } from '@angular/core';
import type { GpuDto } from '../../api/models';
import { describeMib } from '../ui/bytes';
import { Chip } from '../ui/chip';
import { Facts, type Fact } from './facts';

/** One graphics adapter, and what it can do for a model. */
@Component({
  selector: 'h0-gpu-card',
  imports: [Chip, Facts],
  template: `
    <h2>{{ gpu().name }}</h2>
    <ul aria-label="What it can do">
      @for (ability of abilities(); track ability.name) {
        <li>
          <h0-chip [class.ok]="ability.has" [class.not]="!ability.has">{{ ability.name }}</h0-chip>
        </li>
      }
    </ul>
    <h0-facts [facts]="facts()" />
  `,
  styles: `
    :host {
      display: block;
      padding: 16px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
    }
    h2 {
      font-size: 14px;
      overflow-wrap: anywhere;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      margin: 8px 0;
    }
  `,
  host: { role: 'article' },
})
export class GpuCard {
  readonly gpu = input.required<GpuDto>();

  /** The word says it; the colour repeats it. */
  protected readonly abilities = computed(() => {
    const { computeCapable, vulkanCapable, displayOnly, reachable, integrated, vendor } = this.gpu();
    if (displayOnly) return [{ name: 'display only', has: false }];
    const compute = vendor === 'nvidia' ? 'CUDA' : vendor === 'amd' ? 'ROCm' : 'compute';
    return [
      { name: computeCapable ? compute : `no ${compute}`, has: computeCapable },
      { name: vulkanCapable ? 'Vulkan' : 'no Vulkan', has: vulkanCapable },
      { name: integrated ? 'integrated' : 'discrete', has: false },
      ...(reachable ? [] : [{ name: 'hal0 may not open it', has: false }]),
    ];
  });

  protected readonly facts = computed<readonly Fact[]>(() => {
    const { vramMib, gttMib, integrated, displayOnly, driver, gfx, pciId, pciAddress, renderNode } = this.gpu();
    return [
      ...(displayOnly
        ? []
        : [{ label: integrated ? 'Set aside' : 'Memory', value: vramMib > 0 ? describeMib(vramMib) : null }]),
      ...(gttMib > 0 ? [{ label: 'May map', value: `${describeMib(gttMib)} of main memory` }] : []),
      { label: 'Driver', value: driver, mono: true },
      ...(gfx ? [{ label: 'Architecture', value: gfx, mono: true }] : []),
      { label: 'PCI', value: [pciAddress, pciId].filter(Boolean).join(' · ') || null, mono: true },
      ...(renderNode ? [{ label: 'Node', value: renderNode, mono: true }] : []),
    ];
  });
}
