import type { Gpu } from '../hardware-report.js';
import { nameFromId, nameFromLspci, nameFromVulkan } from './adapter-name.js';
import type { DrmCard } from './drm.js';
import { byUse } from './inference-gpus.js';
import type { KfdGpu } from './kfd.js';
import { isDisplayOnly, isIntegrated, vendorOf } from './known-adapters.js';
import type { LspciEntry } from './lspci.js';
import type { NvidiaGpu } from './nvidia-smi.js';
import type { PciDevice } from './pci.js';
import type { VulkanDevice } from './vulkaninfo.js';

/** What each source says about the graphics adapters of one machine. */
export interface AdapterSources {
  /** Those of display class. */
  pci: readonly PciDevice[];
  drm: readonly DrmCard[];
  lspci: readonly LspciEntry[];
  nvidia: readonly NvidiaGpu[];
  /** Undefined when nobody can say. */
  vulkan: readonly VulkanDevice[] | undefined;
  kfd: readonly KfdGpu[];
  /** Device nodes that this process may read and write. */
  accessible: ReadonlySet<string>;
  /** AMD's own tool answers. */
  rocm: boolean;
}

const KFD_NODE = '/dev/kfd';

/** Kernel drivers whose user space brings Vulkan. */
const VULKAN_DRIVERS: ReadonlySet<string> = new Set(['amdgpu', 'i915', 'xe', 'nvidia']);

/** Every adapter once, whichever sources know it; the one that suits inference best comes first. */
export function mergeGpus(sources: AdapterSources): Gpu[] {
  const addresses = new Set([...sources.pci, ...sources.lspci, ...sources.nvidia].map(({ address }) => address));
  const onBus = [...addresses].sort().map((address) => adapterAt(address, sources));
  const onBoard = sources.drm.filter(({ address }) => !address).map((card) => boardAdapter(card, sources));
  const known = new Set(onBus.map(({ pciId }) => pciId));
  const hidden = (sources.vulkan ?? []).filter(({ id, name }) => !known.has(id) && !namesBoard(name, onBoard));
  return [...onBus, ...onBoard, ...hidden.map(vulkanAdapter)].sort(byUse);
}

function adapterAt(address: string, sources: AdapterSources): Gpu {
  const at = <T extends { address: string | undefined }>(list: readonly T[]) =>
    list.find((one) => one.address === address);
  const pci = at(sources.pci);
  const lspci = at(sources.lspci);
  const nvidia = at(sources.nvidia);
  const card = at(sources.drm);
  const pciId = pci?.id ?? lspci?.id ?? nvidia?.id ?? '';
  const vulkan = sources.vulkan?.find(({ id }) => id === pciId);
  const vendor = vendorOf(pciId);
  const driver = pci?.driver ?? card?.driver ?? lspci?.driver ?? null;
  const displayOnly = isDisplayOnly(pciId, driver);
  const renderNode = card?.renderNode ?? null;
  const reachable = !displayOnly && (!!nvidia || !!vulkan || (!!renderNode && sources.accessible.has(renderNode)));
  const gfx = at(sources.kfd)?.gfx ?? null;
  const rocm = vendor === 'amd' && sources.accessible.has(KFD_NODE) && (gfx !== null || sources.rocm);
  const assumed = sources.vulkan === undefined && VULKAN_DRIVERS.has(driver ?? '');
  return {
    vendor,
    name:
      nvidia?.name ??
      (vulkan && nameFromVulkan(vulkan.name)) ??
      (lspci && nameFromLspci(vendor, lspci.description)) ??
      nameFromId(vendor, pciId, driver),
    vramMib: nvidia?.vramMib ?? card?.vramMib ?? 0,
    gttMib: card?.gttMib ?? 0,
    pciId,
    pciAddress: address,
    driver,
    drmPath: card?.path ?? null,
    renderNode,
    gfx,
    integrated: vulkan?.type === 'INTEGRATED_GPU' || (vulkan?.type !== 'DISCRETE_GPU' && isIntegrated(pciId)),
    displayOnly,
    reachable,
    computeCapable: reachable && (!!nvidia || rocm),
    vulkanCapable: reachable && (!!vulkan || assumed),
  };
}

/** A card of an ARM board: known to the kernel's graphics layer only. */
function boardAdapter({ path, driver, renderNode }: DrmCard, { vulkan, accessible }: AdapterSources): Gpu {
  const displayOnly = isDisplayOnly(null, driver) || !renderNode;
  const known = vulkan?.find(({ name }) => !!driver && name.toLowerCase().includes(driver));
  return {
    ...UNKNOWN,
    name: known ? nameFromVulkan(known.name) : nameFromId('unknown', null, driver),
    driver,
    drmPath: path,
    renderNode,
    displayOnly,
    reachable: !displayOnly && (!!known || accessible.has(renderNode)),
    vulkanCapable: !displayOnly && !!known,
  };
}

function namesBoard(name: string, board: readonly Gpu[]): boolean {
  return board.some(({ driver }) => !!driver && name.toLowerCase().includes(driver));
}

/** An adapter that only a Vulkan driver shows, as in WSL or a container whose buses are hidden. */
function vulkanAdapter({ id, type, name }: VulkanDevice): Gpu {
  return {
    ...UNKNOWN,
    vendor: vendorOf(id),
    name: nameFromVulkan(name),
    pciId: id,
    integrated: type === 'INTEGRATED_GPU',
    displayOnly: isDisplayOnly(id, null),
    reachable: true,
    vulkanCapable: true,
  };
}

const UNKNOWN: Gpu = {
  vendor: 'unknown',
  name: '',
  vramMib: 0,
  gttMib: 0,
  pciId: null,
  pciAddress: null,
  driver: null,
  drmPath: null,
  renderNode: null,
  gfx: null,
  integrated: true,
  displayOnly: false,
  reachable: false,
  computeCapable: false,
  vulkanCapable: false,
};
