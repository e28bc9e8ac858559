import type { Processes } from '@hal0/platform';
import { constants } from 'node:fs';
import { access, readdir, readFile, readlink, stat, statfs } from 'node:fs/promises';
import { HardwareReaders, type CommandOutcome, type DeviceNode } from './hardware-readers.js';

/** English and plain answers, and the folders where root's tools, ROCm and the drivers of WSL keep their programs. */
const ENVIRONMENT = {
  LC_ALL: 'C',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/rocm/bin:/usr/lib/wsl/lib',
};

/** The machine this process runs on. */
export function systemReaders(processes: Processes): HardwareReaders {
  return new SystemReaders(processes);
}

class SystemReaders extends HardwareReaders {
  constructor(private readonly processes: Processes) {
    super();
  }

  read(path: string): Promise<string | undefined> {
    return readFile(path, 'utf8').catch(() => undefined);
  }

  async list(path: string): Promise<string[]> {
    const names = await readdir(path).catch(() => []);
    return names.sort();
  }

  link(path: string): Promise<string | undefined> {
    return readlink(path).catch(() => undefined);
  }

  async node(path: string): Promise<DeviceNode | undefined> {
    const found = await stat(path).catch(() => undefined);
    if (!found) return undefined;
    const accessible = await access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    );
    return { gid: found.gid, accessible };
  }

  async freeBytes(path: string): Promise<number | undefined> {
    const found = await statfs(path).catch(() => undefined);
    return found && found.bavail * found.bsize;
  }

  async run(command: string, args: readonly string[], timeoutMs: number): Promise<CommandOutcome> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const { code, stdout } = await this.processes.run({ command, args, env: ENVIRONMENT, signal });
      return { status: code ?? -1, stdout };
    } catch {
      return { status: -1, stdout: '' };
    }
  }
}
