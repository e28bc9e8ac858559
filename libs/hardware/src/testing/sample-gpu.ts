import type { Gpu } from '../probe/hardware-report.js';

/** A usable discrete card without a maker; a test says what matters to it. */
export function sampleGpu(facts: Partial<Gpu> = {}): Gpu {
  return {
    vendor: 'unknown',
    name: 'a card',
    vramMib: 0,
    gttMib: 0,
    pciId: null,
    pciAddress: null,
    driver: null,
    drmPath: null,
    renderNode: null,
    gfx: null,
    integrated: false,
    displayOnly: false,
    reachable: true,
    computeCapable: false,
    vulkanCapable: true,
    ...facts,
  };
}
