import type { HardwareReaders } from '../hardware-readers.js';
import type { ContainerRuntime } from '../hardware-report.js';

/** What a container leaves lying about. Each text is undefined when its file is absent or may not be read. */
export interface ContainerMarkers {
  /** /proc/1/environ. */
  initEnvironment?: string | undefined;
  /** /run/systemd/container, where systemd writes down who started it. */
  systemdContainer?: string | undefined;
  /** /proc/1/cgroup, or /proc/self/cgroup when that may not be read. */
  cgroup?: string | undefined;
  mounts?: string | undefined;
  hasDockerEnv: boolean;
  hasContainerEnv: boolean;
  hasLxcDevice: boolean;
}

/** Names that container managers give themselves in `container=`. WSL does so too, but is none. */
const BY_NAME: Readonly<Record<string, ContainerRuntime>> = {
  lxc: 'lxc',
  'lxc-libvirt': 'lxc',
  docker: 'docker',
  podman: 'podman',
  'systemd-nspawn': 'systemd-nspawn',
};

/** The container that this system runs in; null for none. The surest sign decides: what init was told, then files, then guesses. */
export function recogniseContainer(markers: ContainerMarkers): ContainerRuntime | null {
  const named = environmentValue(markers.initEnvironment, 'container') ?? markers.systemdContainer?.trim();
  if (named && named !== 'wsl') return BY_NAME[named] ?? 'other';
  if (markers.hasContainerEnv) return 'podman';
  if (markers.hasDockerEnv) return 'docker';
  if (markers.hasLxcDevice || coversMemInfo(markers.mounts ?? '')) return 'lxc';
  const cgroup = markers.cgroup ?? '';
  if (/libpod/.test(cgroup)) return 'podman';
  if (/docker/.test(cgroup)) return 'docker';
  if (/lxc/.test(cgroup)) return 'lxc';
  return /kubepods|containerd|machine\.slice\/machine-/.test(cgroup) ? 'other' : null;
}

/** Whether lxcfs shows the container's memory limit as the machine's memory. */
function coversMemInfo(mounts: string): boolean {
  return /^\S+ \/proc\/meminfo fuse\.lxcfs /m.test(mounts);
}

export async function readContainer(readers: HardwareReaders): Promise<ContainerRuntime | null> {
  const exists = async (path: string) => (await readers.read(path)) !== undefined;
  return recogniseContainer({
    initEnvironment: await readers.read('/proc/1/environ'),
    systemdContainer: await readers.read('/run/systemd/container'),
    cgroup: (await readers.read('/proc/1/cgroup')) ?? (await readers.read('/proc/self/cgroup')),
    mounts: await readers.read('/proc/mounts'),
    hasDockerEnv: await exists('/.dockerenv'),
    hasContainerEnv: await exists('/run/.containerenv'),
    hasLxcDevice: (await readers.node('/dev/.lxc')) !== undefined,
  });
}

function environmentValue(environment: string | undefined, name: string): string | undefined {
  const entry = environment?.split('\0').find((line) => line.startsWith(`${name}=`));
  return entry?.slice(name.length + 1) || undefined;
}
