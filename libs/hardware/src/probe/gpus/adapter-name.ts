import type { GpuVendor } from '../hardware-report.js';

const MAKERS: Readonly<Record<GpuVendor, string>> = { amd: 'AMD', nvidia: 'NVIDIA', intel: 'Intel', unknown: '' };

/**
 * What lspci says, as one would say it: `NVIDIA Corporation AD102 [GeForce RTX 4090]` is an NVIDIA GeForce RTX 4090. Undefined when
 * its table does not know the adapter either.
 */
export function nameFromLspci(vendor: GpuVendor, description: string): string | undefined {
  if (/^(.+ )?Device$/.test(description)) return undefined;
  if (vendor === 'unknown') return description;
  const model = /\[([^[\]]+)\]$/.exec(description)?.[1] ?? withoutMaker(description);
  return model.startsWith(MAKERS[vendor]) ? model : `${MAKERS[vendor]} ${model}`;
}

/** A Vulkan name without the driver's remark: `AMD Radeon 8060S (RADV GFX1151)`, `Microsoft Direct3D12 (NVIDIA …)`. */
export function nameFromVulkan(name: string): string {
  const behindDirect3d = /^Microsoft Direct3D12 \((.+)\)$/.exec(name)?.[1];
  return behindDirect3d ?? name.replace(/ \([^()]*\)$/, '');
}

/** When no tool knows the adapter. */
export function nameFromId(vendor: GpuVendor, pciId: string | null, driver: string | null): string {
  return [MAKERS[vendor], 'graphics adapter', pciId ?? driver ?? ''].filter(Boolean).join(' ');
}

function withoutMaker(description: string): string {
  return description.replace(/^(Advanced Micro Devices, Inc\. \[AMD\/ATI\]|NVIDIA Corporation|Intel Corporation) /, '');
}
