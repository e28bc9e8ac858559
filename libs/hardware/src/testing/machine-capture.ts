import type { CommandOutcome, DeviceNode } from '../probe/hardware-readers.js';

/** Everything the probe asked a machine for, and what it answered. What is not in it, is not there. */
export interface MachineCapture {
  files: Record<string, string>;
  /** Names in a folder beyond those that the other entries imply. */
  folders: Record<string, readonly string[]>;
  links: Record<string, string>;
  nodes: Record<string, DeviceNode>;
  /** Free bytes, by a path on the file system. */
  free: Record<string, number>;
  /** By command line, e.g. `lspci -Dnnk`. */
  commands: Record<string, CommandOutcome>;
}

export function emptyCapture(): MachineCapture {
  return { files: {}, folders: {}, links: {}, nodes: {}, free: {}, commands: {} };
}

const ENTRY = /^@@ (file|folder|link|node|free|run) (.+)$/;

/**
 * Reads the text of a fixture. An entry starts with a line like those below and ends where the next one starts; what stands before
 * the first is a remark. White space at the end of a text is lost; `\0` stands for the character of that name.
 *
 *     @@ file /proc/meminfo
 *     @@ file /proc/cpuinfo x32        the text is repeated, {n} is 0 to 31
 *     @@ folder /dev/dri card0 renderD128
 *     @@ link /sys/class/drm/card0/device/driver ../../../bus/pci/drivers/amdgpu
 *     @@ node /dev/kfd gid=993 accessible
 *     @@ free /var/lib 512000000
 *     @@ run lspci -Dnnk
 *     @@ run nvidia-smi -L => 9        with its exit code, when that is not 0
 */
export function parseCapture(text: string): MachineCapture {
  const capture = emptyCapture();
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (ENTRY.test(line) ? [index] : []));
  for (const [position, start] of starts.entries()) {
    const [, kind = '', subject = ''] = ENTRY.exec(lines[start] ?? '') ?? [];
    const body = lines.slice(start + 1, starts[position + 1] ?? lines.length).join('\n');
    add(capture, kind, subject, body.trimEnd().replaceAll('\\0', '\0'));
  }
  return capture;
}

function add(capture: MachineCapture, kind: string, subject: string, body: string): void {
  const [path = '', ...rest] = subject.split(' ');
  const [first = ''] = rest;
  switch (kind) {
    case 'file':
      capture.files[path] = repeated(body, first);
      break;
    case 'folder':
      capture.folders[path] = rest;
      break;
    case 'link':
      capture.links[path] = first;
      break;
    case 'node':
      capture.nodes[path] = { gid: Number(first.replace('gid=', '')), accessible: rest.includes('accessible') };
      break;
    case 'free':
      capture.free[path] = Number(first);
      break;
    case 'run': {
      const [commandLine = '', status = '0'] = subject.split(' => ');
      capture.commands[commandLine] = { status: Number(status), stdout: body };
    }
  }
}

function repeated(body: string, times: string): string {
  if (!/^x\d+$/.test(times)) return body;
  return Array.from({ length: Number(times.slice(1)) }, (_none, n) => body.replaceAll('{n}', String(n))).join('\n\n');
}

/** The text of a fixture, as {@link parseCapture} reads it. */
export function formatCapture({ files, folders, links, nodes, free, commands }: MachineCapture): string {
  const each = <T>(entries: Record<string, T>, line: (path: string, value: T) => string) =>
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, value]) => `@@ ${line(path, value)}`);
  const ended = (text: string) => text.trimEnd().replaceAll('\0', '\\0');
  return [
    ...each(files, (path, text) => `file ${path}\n${ended(text)}`),
    ...each(folders, (path, names) => `folder ${[path, ...names].join(' ')}`),
    ...each(links, (path, target) => `link ${path} ${target}`),
    ...each(nodes, (path, { gid, accessible }) => `node ${path} gid=${gid}${accessible ? ' accessible' : ''}`),
    ...each(free, (path, bytes) => `free ${path} ${bytes}`),
    ...each(commands, (line, { status, stdout }) => `run ${line}${status ? ` => ${status}` : ''}\n${ended(stdout)}`),
    '',
  ].join('\n');
}
