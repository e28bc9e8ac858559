import { Component, computed, input } from '@angular/core';

/** Where a model runs, in Lemonade's words. */
export type ChipDevice = 'gpu-rocm' | 'gpu-vulkan' | 'gpu-cuda' | 'cpu' | 'npu';

@Component({
  selector: 'h0-device-chip',
  template: `{{ name() }}`,
  host: { '[attr.data-device]': 'name()', '[attr.title]': '"Runs on " + device()' },
  styles: `
    :host {
      --hue: var(--device-cpu);
      flex: none;
      padding: 0 8px;
      border-radius: var(--radius-full);
      background: color-mix(in srgb, var(--hue) 12%, var(--surface));
      color: var(--hue);
      font-size: 12px;
      font-weight: 500;
      line-height: 20px;
    }
    :host([data-device='rocm']) {
      --hue: var(--device-rocm);
    }
    :host([data-device='vulkan']) {
      --hue: var(--device-vulkan);
    }
    :host([data-device='cuda']) {
      --hue: var(--device-cuda);
    }
    :host([data-device='npu']) {
      --hue: var(--device-npu);
    }
  `,
})
export class DeviceChip {
  readonly device = input.required<ChipDevice>();

  protected readonly name = computed(() => this.device().replace('gpu-', ''));
}
