import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';

/** Length of one tick in /proc/PID/stat; Linux reports 100 a second to programs, whatever the kernel's own rate. */
const TICK_US = 10_000;
const LISTENING = '0A';

/**
 * @param {string} text of /proc/PID/stat. The second field is the program's name in brackets, which may itself hold
 * spaces and brackets.
 */
export function parseStat(text) {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpuUs: (Number(fields[11]) + Number(fields[12])) * TICK_US };
}

/** @param {string} text of /proc/PID/status; @returns {number} resident memory in MiB */
export function parseResidentMb(text) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
}

/** @param {string} text of /proc/PID/status; @returns {number} the most that was resident since `resetPeak`, in MiB */
function parsePeakMb(text) {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
}

/** @param {string} text of /proc/net/tcp or tcp6; @returns {string | null} inode of the socket that listens on `port` */
export function parseListener(text, port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of text.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields[3] === LISTENING && fields[1].endsWith(suffix)) return fields[9];
  }
  return null;
}

/** @param {Map<number, {parent: number}>} processes; @returns {Set<number>} `root` and all below it */
export function descendants(processes, root) {
  const family = new Set([root]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const [pid, { parent }] of processes) if (family.has(parent)) family.add(pid);
  }
  return family;
}

/** CPU time so far (µs), resident memory and its peak since `resetPeak` (MiB) of a process and its children. */
export function usage(pid) {
  const processes = readProcesses();
  let cpuUs = 0;
  let residentMb = 0;
  let peakMb = 0;
  for (const id of descendants(processes, pid)) {
    const status = tryRead(`/proc/${id}/status`);
    cpuUs += processes.get(id)?.cpuUs ?? 0;
    residentMb += parseResidentMb(status);
    peakMb += parsePeakMb(status);
  }
  return { cpuUs, residentMb, peakMb };
}

/** Lets the peak of a process and its children begin anew (proc(5), clear_refs). */
export function resetPeak(pid) {
  for (const id of descendants(readProcesses(), pid)) attempt(() => writeFileSync(`/proc/${id}/clear_refs`, '5'));
}

function readProcesses() {
  const processes = new Map();
  for (const id of processIds()) {
    const stat = tryRead(`/proc/${id}/stat`);
    if (stat) processes.set(id, parseStat(stat));
  }
  return processes;
}

/** @returns {number | null} the lowest id among the processes that listen on `port` */
export function listenerPid(port) {
  const inode = parseListener(tryRead('/proc/net/tcp'), port) ?? parseListener(tryRead('/proc/net/tcp6'), port);
  if (!inode) return null;
  return processIds().find((pid) => openFiles(pid).includes(`socket:[${inode}]`)) ?? null;
}

const processIds = () =>
  readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0)
    .sort((a, b) => a - b);

const tryRead = (path) => attempt(() => readFileSync(path, 'utf8'), '');

const openFiles = (pid) => {
  const folder = `/proc/${pid}/fd`;
  return attempt(() => readdirSync(folder), []).map((name) => attempt(() => readlinkSync(`${folder}/${name}`), ''));
};

/** A process may end, or close a file, while one looks at it; and it may belong to somebody else. */
function attempt(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
