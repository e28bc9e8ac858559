import type { HardwareReaders } from '../hardware-readers.js';

export type VulkanDeviceType = 'INTEGRATED_GPU' | 'DISCRETE_GPU' | 'VIRTUAL_GPU' | 'CPU' | 'OTHER';

/** A device that a Vulkan driver offers to this process. */
export interface VulkanDevice {
  /** `1002:1586` */
  id: string;
  type: VulkanDeviceType;
  name: string;
}

const TIMEOUT_MS = 6_000;

/** The devices in the output of `vulkaninfo --summary`; renderers that only compute on the CPU are left out. */
export function parseVulkanSummary(text: string): VulkanDevice[] {
  return text
    .split(/^GPU\d+:$/m)
    .slice(1)
    .flatMap((block) => {
      const value = (name: string) => new RegExp(`^\\s*${name}\\s*= (.+?)\\s*$`, 'm').exec(block)?.[1];
      const name = value('deviceName');
      const type = value('deviceType')?.replace('PHYSICAL_DEVICE_TYPE_', '') as VulkanDeviceType | undefined;
      if (!name || !type || type === 'CPU') return [];
      return [{ id: `${hex(value('vendorID'))}:${hex(value('deviceID'))}`, type, name }];
    });
}

/** Undefined when the tool is missing or fails, which says nothing about the machine. */
export async function readVulkan(readers: HardwareReaders): Promise<VulkanDevice[] | undefined> {
  const { status, stdout } = await readers.run('vulkaninfo', ['--summary'], TIMEOUT_MS);
  return status === 0 ? parseVulkanSummary(stdout) : undefined;
}

function hex(text = ''): string {
  return text.replace(/^0x/, '').toLowerCase().padStart(4, '0');
}
