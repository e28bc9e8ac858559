import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
/** Elsewhere than on Linux the process group is all that can be reached. */
const CAN_LIST = existsSync('/proc/self/stat');

/** Every process of the machine; its start time tells it from a later one with the same number. */
function processes() {
  if (!CAN_LIST) return [];
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return names.flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command name is in parentheses and may itself hold any character.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [state, parent, , session] = fields;
      return state === 'Z'
        ? []
        : [{ pid: Number(name), parent: Number(parent), session: Number(session), started: fields[19] }];
    } catch {
      return [];
    }
  });
}

const keyOf = ({ pid, started }) => `${pid} ${started}`;

/** Remembers a process and all that descends from it, also after the ones in between have ended. */
export class ProcessTree {
  constructor(pid) {
    this.root = pid;
    this.members = new Set(
      processes()
        .filter((one) => one.pid === pid)
        .map(keyOf),
    );
    this.living();
  }

  /** The members that still run; finds new descendants on the way. */
  living() {
    const all = processes();
    const isMember = (one) => one.session === this.root || this.members.has(keyOf(one));
    const known = new Set(all.filter(isMember).map(({ pid }) => pid));
    for (let grown = true; grown;) {
      const children = all.filter((one) => known.has(one.parent) && !known.has(one.pid));
      for (const { pid } of children) known.add(pid);
      grown = children.length > 0;
    }
    const living = all.filter(({ pid }) => known.has(pid));
    for (const one of living) this.members.add(keyOf(one));
    return living;
  }

  /** Once to each member: a second SIGTERM can mean "never mind the order". */
  signal(signal) {
    const living = this.living();
    for (const { pid } of living) send(pid, signal);
    if (!CAN_LIST) send(-this.root, signal);
  }

  /** Whether everything was gone within `milliseconds`. */
  async gone(milliseconds) {
    for (const end = Date.now() + milliseconds; ; await sleep(POLL_MS)) {
      if (this.living().length === 0) return true;
      if (Date.now() >= end) return false;
    }
  }

  /** Asks every member to end, and makes them after `graceMs`. */
  async stop(graceMs) {
    this.signal('SIGTERM');
    if (await this.gone(graceMs)) return;
    await this.kill();
  }

  async kill() {
    do this.signal('SIGKILL');
    while (!(await this.gone(500)));
  }
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}
