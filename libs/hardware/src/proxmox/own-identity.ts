import type { HardwareReaders } from '../probe/hardware-readers.js';

/** What this machine knows of itself that Proxmox knows, too. */
export interface OwnIdentity {
  /** Number of the container this is; null in a virtual machine, which cannot see its own. */
  vmid: number | null;
  hostname: string;
}

/** Volumes of a container are named after it: `subvol-105-disk-0`, and on LVM `pve-vm--105--disk--0`. */
const VOLUME = /(?:vm|subvol)--?(\d+)--?disk--?\d+/g;
/** `/lxc/105/ns`, where the control groups of the host can be seen. */
const CGROUP = /[/:]lxc[/.](?:payload[/.])?(\d+)(?:[/\n]|$)/;

export async function readOwnIdentity(readers: HardwareReaders): Promise<OwnIdentity> {
  const [mounts = '', cgroup = '', hostname = ''] = await Promise.all(
    ['/proc/self/mountinfo', '/proc/1/cgroup', '/proc/sys/kernel/hostname'].map((path) => readers.read(path)),
  );
  return { vmid: vmidOfMounts(mounts) ?? vmidOf(CGROUP.exec(cgroup)), hostname: hostname.trim() };
}

/** Of the volume that is mounted on `/`. Source: proc_pid_mountinfo(5). */
function vmidOfMounts(mounts: string): number | null {
  const root = mounts.split('\n').find((line) => line.split(' ')[4] === '/');
  const source = root?.split(' - ')[1]?.split(' ')[1] ?? '';
  // A linked clone names its template first.
  return vmidOf([...source.matchAll(VOLUME)].at(-1));
}

const vmidOf = (match: RegExpMatchArray | null | undefined): number | null => (match ? Number(match[1]) : null);
