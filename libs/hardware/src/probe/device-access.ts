import type { HardwareReaders } from './hardware-readers.js';
import type { DeviceAccess } from './hardware-report.js';

/** Group names by number, of /etc/group. */
function parseGroups(text: string): Map<number, string> {
  const lines = text.split('\n').map((line) => line.split(':'));
  return new Map(lines.flatMap(([name, , gid]) => (name && gid ? [[Number(gid), name] as const] : [])));
}

/** The device nodes through which GPUs and NPUs are used, as far as they exist here. */
export async function readDeviceAccess(readers: HardwareReaders): Promise<DeviceAccess[]> {
  const groups = parseGroups((await readers.read('/etc/group')) ?? '');
  const render = (await readers.list('/dev/dri')).filter((name) => name.startsWith('renderD'));
  const accelerators = await readers.list('/dev/accel');
  const paths = [
    '/dev/kfd',
    ...render.map((name) => `/dev/dri/${name}`),
    ...accelerators.map((name) => `/dev/accel/${name}`),
    '/dev/nvidiactl',
    '/dev/dxg',
  ];
  const found: DeviceAccess[] = [];
  for (const path of paths) {
    const node = await readers.node(path);
    if (node) found.push({ path, group: groups.get(node.gid) ?? String(node.gid), ...node });
  }
  return found;
}
