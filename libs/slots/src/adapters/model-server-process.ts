import { Clock, Processes, readTextFile } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { readdir, readlink } from 'node:fs/promises';

const POLL_MS = 25;
/** A server that has neither its port nor an end by then is taken as it is. */
const LIMIT_MS = 2_000;
/** State of a socket that listens. Source: include/net/tcp_states.h of Linux. */
const LISTENING = '0A';

/**
 * Whether a model's server is the one that lemond has started for it. lemond looks for a free port, starts the server and takes the
 * first answer there for its. When another program takes the port in between (another lemond that looks at the same moment), the
 * server ends for want of a port, and what answers has nothing to do with the model.
 */
@Injectable()
export class ModelServerProcess {
  constructor(
    private readonly processes: Processes,
    private readonly clock: Clock,
  ) {}

  /** True when the process has ended without ever having the port; in doubt false. */
  async isLost(pid: number, origin: string): Promise<boolean> {
    const port = Number(new URL(origin).port);
    const deadline = this.clock.monotonic() + LIMIT_MS;
    for (;;) {
      const holdsPort = await listens(pid, port);
      // Asked last: what a process shows of its sockets while it ends says nothing.
      if ((await this.processes.commandLine(pid)) === undefined) return true;
      if (holdsPort || this.clock.monotonic() >= deadline) return false;
      await this.clock.sleep(POLL_MS);
    }
  }
}

/** True also where the kernel does not say what the process has open. */
async function listens(pid: number, port: number): Promise<boolean> {
  const sockets = await Promise.all(['tcp', 'tcp6'].map((table) => listeners(`/proc/${pid}/net/${table}`, port)));
  const wanted = sockets.flat();
  try {
    const folder = `/proc/${pid}/fd`;
    const open = await Promise.all(
      (await readdir(folder)).map((file) => readlink(`${folder}/${file}`).catch(() => '')),
    );
    return open.some((target) => wanted.includes(target));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Sockets that listen on the port, as a link in `/proc/<pid>/fd` names them. Source: proc_net_tcp.txt of Linux. */
async function listeners(file: string, port: number): Promise<string[]> {
  const rows = ((await readTextFile(file).catch(() => undefined)) ?? '').split('\n').slice(1);
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
    return state === LISTENING && local.endsWith(suffix) ? [`socket:[${inode}]`] : [];
  });
}
