import { readFileSync } from 'node:fs';
import { HardwareReaders, type CommandOutcome, type DeviceNode } from '../probe/hardware-readers.js';
import { emptyCapture, parseCapture, type MachineCapture } from './machine-capture.js';

/** Machines whose captures lie in fixtures/, by the name of the file. */
export const MACHINES = [
  'amd-igpu-nvidia',
  'ampere-altra',
  'arc-a770',
  'cpu-only-server',
  'intel-igpu',
  'kvm',
  'lxc-cgroup-v1',
  'lxc-cgroup-v2',
  'lxc-strix-halo',
  'microvm-docker',
  'proxmox-kvm-nvidia',
  'radeon-7900xtx',
  'raspberry-pi-5',
  'rtx-4090',
  'strix-halo',
  'two-nvidia',
  'wsl2-nvidia',
] as const;
export type MachineName = (typeof MACHINES)[number];

/**
 * Plays a captured machine.
 * @param machine one of the fixtures, or what a test says itself
 * @param changes laid over it
 */
export function fixtureReaders(
  machine: MachineName | Partial<MachineCapture>,
  changes: Partial<MachineCapture> = {},
): FixtureReaders {
  const capture = typeof machine === 'string' ? readMachine(machine) : { ...emptyCapture(), ...machine };
  return new FixtureReaders({
    files: { ...capture.files, ...changes.files },
    folders: { ...capture.folders, ...changes.folders },
    links: { ...capture.links, ...changes.links },
    nodes: { ...capture.nodes, ...changes.nodes },
    free: { ...capture.free, ...changes.free },
    commands: { ...capture.commands, ...changes.commands },
  });
}

export function readMachine(name: MachineName): MachineCapture {
  return parseCapture(readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8'));
}

export class FixtureReaders extends HardwareReaders {
  /** Command lines that were run, in order. */
  readonly ran: string[] = [];

  /** @param machine may be changed by a test while it runs */
  constructor(readonly machine: MachineCapture) {
    super();
  }

  async read(path: string): Promise<string | undefined> {
    return this.machine.files[path];
  }

  async list(path: string): Promise<string[]> {
    const { files, links, nodes, folders } = this.machine;
    const below = [files, links, nodes].flatMap((entries) => Object.keys(entries));
    const names = below.filter((entry) => entry.startsWith(`${path}/`)).map((entry) => entry.slice(path.length + 1));
    const direct = names.map((name) => name.split('/')[0] ?? '');
    return [...new Set([...direct, ...(folders[path] ?? [])])].sort();
  }

  async link(path: string): Promise<string | undefined> {
    return this.machine.links[path];
  }

  async node(path: string): Promise<DeviceNode | undefined> {
    return this.machine.nodes[path];
  }

  async freeBytes(path: string): Promise<number | undefined> {
    return this.machine.free[path];
  }

  async run(command: string, args: readonly string[]): Promise<CommandOutcome> {
    const line = [command, ...args].join(' ');
    this.ran.push(line);
    return this.machine.commands[line] ?? { status: -1, stdout: '' };
  }
}
