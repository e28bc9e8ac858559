import { isInferenceAdapter, isStrixHalo } from './gpus/inference-gpus.js';
import type {
  ContainerRuntime,
  DeviceAccess,
  Gpu,
  Npu,
  Passthrough,
  Platform,
  Virtualization,
} from './hardware-report.js';

/** What the platform value is decided from. */
export interface PlatformFacts {
  wsl: boolean;
  containerRuntime: ContainerRuntime | null;
  virtualization: Virtualization;
  /** Signs of Proxmox in a KVM guest. */
  proxmox: boolean;
  cpuModel: string;
  /** Best first. */
  gpus: readonly Gpu[];
  npu: Npu;
}

/** The first rule that holds: where the system runs comes before what it runs on. Source: reference, platform rules. */
export function decidePlatform(facts: PlatformFacts): Platform {
  if (facts.wsl) return 'wsl2';
  if (facts.containerRuntime === 'lxc') return 'lxc';
  if (facts.virtualization === 'kvm') return facts.proxmox ? 'proxmox-kvm' : 'kvm';
  if (isStrixHaloMachine(facts)) return 'strix-halo';
  const gpu = facts.gpus.find(isInferenceAdapter);
  switch (gpu?.vendor) {
    case 'nvidia':
      return 'bare-metal-nvidia-gpu';
    case 'amd':
      return 'bare-metal-amd-gpu';
    case 'intel':
      return 'bare-metal-intel-gpu';
    default:
      return 'bare-metal-cpu-only';
  }
}

/**
 * The chip by its names. Only where neither processor nor GPU has a name (an engineering sample, a hidden bus) the looser rule
 * counts, which other chips of AMD's fulfil as well: an NPU and a GPU, both AMD's.
 */
function isStrixHaloMachine({ cpuModel, gpus, npu }: Pick<PlatformFacts, 'cpuModel' | 'gpus' | 'npu'>): boolean {
  if (/ryzen ai max/i.test(cpuModel) || gpus.some(isStrixHalo)) return true;
  const nameless = !/ryzen|epyc|threadripper|intel/i.test(cpuModel) && gpus.every(({ pciId }) => pciId === null);
  const ofAmd = npu.present && npu.vendor === 'amd' && gpus.some(({ vendor }) => vendor === 'amd');
  return nameless && ofAmd;
}

/**
 * How many of the machine's GPUs and NPU this container or virtual machine can use. Null on bare metal, and when none is in sight:
 * a container sees the machine's buses, a virtual machine only what it was given.
 */
export function decidePassthrough(
  { containerRuntime, virtualization, gpus, npu }: PlatformFacts,
  nodes: readonly DeviceAccess[],
): Passthrough | null {
  if (!containerRuntime && virtualization === 'none') return null;
  const exists = (path: string) => nodes.some((node) => node.path === path);
  const parts = gpus.filter(isInferenceAdapter).flatMap((gpu) => {
    if (gpu.vendor === 'nvidia') return [gpu.reachable];
    const render = gpu.reachable || (!!gpu.renderNode && exists(gpu.renderNode));
    return gpu.driver === 'amdgpu' ? [render, exists('/dev/kfd')] : [render];
  });
  if (npu.present) parts.push(nodes.some(({ path }) => path.startsWith('/dev/accel/')));
  if (!parts.length) return null;
  if (!parts.includes(true)) return 'none';
  return parts.includes(false) ? 'partial' : 'full';
}

const HYPERVISORS: Readonly<Record<Virtualization, string>> = {
  none: '',
  kvm: '',
  wsl: '',
  vmware: 'VMware',
  virtualbox: 'VirtualBox',
  hyperv: 'Hyper-V',
  xen: 'Xen',
  other: 'an unknown hypervisor',
};

const CONTAINERS: Readonly<Record<ContainerRuntime, string>> = {
  lxc: 'an LXC container',
  docker: 'a Docker container',
  podman: 'a Podman container',
  'systemd-nspawn': 'a systemd-nspawn container',
  other: 'a container',
};

/** The platform in words, with what its value leaves out. */
export function labelPlatform(platform: Platform, facts: PlatformFacts, passthrough: Passthrough | null): string {
  const gpu = facts.gpus.find(isInferenceAdapter);
  const chip = isStrixHaloMachine(facts) ? 'Strix Halo' : (gpu?.name ?? '');
  const passed = !passthrough || passthrough === 'none' ? 'no' : passthrough;
  switch (platform) {
    case 'wsl2':
      return chip ? `WSL 2 with ${chip}` : 'WSL 2';
    case 'lxc':
      return chip ? `LXC on ${chip} (${passed} passthrough)` : 'LXC';
    case 'proxmox-kvm':
      return inContainer(chip ? `Proxmox virtual machine with ${chip}` : 'Proxmox virtual machine', facts);
    case 'kvm':
      return inContainer(chip ? `KVM virtual machine with ${chip}` : 'KVM virtual machine', facts);
    case 'unknown':
      return 'Unknown';
    default:
      return inContainer(onHypervisor(chip || 'CPU only', facts), facts);
  }
}

function onHypervisor(label: string, { virtualization }: PlatformFacts): string {
  const name = HYPERVISORS[virtualization];
  return name ? `${label}, virtual machine on ${name}` : label;
}

function inContainer(label: string, { containerRuntime }: PlatformFacts): string {
  return containerRuntime ? `${label}, in ${CONTAINERS[containerRuntime]}` : label;
}
