import { HardwareReaders, type CommandOutcome, type DeviceNode } from '../probe/hardware-readers.js';
import { emptyCapture, type MachineCapture } from './machine-capture.js';

/** Passes everything on and keeps the answers, so that a machine can be played again elsewhere. */
export class RecordingReaders extends HardwareReaders {
  readonly capture: MachineCapture = emptyCapture();

  constructor(private readonly machine: HardwareReaders) {
    super();
  }

  async read(path: string): Promise<string | undefined> {
    return kept(this.capture.files, path, await this.machine.read(path));
  }

  async list(path: string): Promise<string[]> {
    const names = await this.machine.list(path);
    if (names.length) this.capture.folders[path] = names;
    return names;
  }

  async link(path: string): Promise<string | undefined> {
    return kept(this.capture.links, path, await this.machine.link(path));
  }

  async node(path: string): Promise<DeviceNode | undefined> {
    return kept(this.capture.nodes, path, await this.machine.node(path));
  }

  async freeBytes(path: string): Promise<number | undefined> {
    return kept(this.capture.free, path, await this.machine.freeBytes(path));
  }

  async run(command: string, args: readonly string[], timeoutMs: number): Promise<CommandOutcome> {
    const outcome = await this.machine.run(command, args, timeoutMs);
    if (outcome.status >= 0) this.capture.commands[[command, ...args].join(' ')] = outcome;
    return outcome;
  }
}

function kept<T>(entries: Record<string, T>, path: string, answer: T | undefined): T | undefined {
  if (answer !== undefined) entries[path] = answer;
  return answer;
}
