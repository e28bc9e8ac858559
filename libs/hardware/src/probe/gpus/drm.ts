import { basename } from 'node:path';
import type { HardwareReaders } from '../hardware-readers.js';
import { parseUevent } from './pci.js';

/** A card of the kernel's graphics layer. Memory is MiB; 0 when the driver does not tell. */
export interface DrmCard {
  /** `/sys/class/drm/card0` */
  path: string;
  /** Undefined when the card is not on a PCI bus, as in an ARM board. */
  address: string | undefined;
  driver: string | null;
  /** `/dev/dri/renderD128`; null for a card that can only show a picture. */
  renderNode: string | null;
  vramMib: number;
  gttMib: number;
}

const FOLDER = '/sys/class/drm';

export async function readDrmCards(readers: HardwareReaders): Promise<DrmCard[]> {
  const names = (await readers.list(FOLDER)).filter((name) => /^card\d+$/.test(name));
  return Promise.all(names.map((name) => readCard(readers, `${FOLDER}/${name}`)));
}

async function readCard(readers: HardwareReaders, path: string): Promise<DrmCard> {
  const device = `${path}/device`;
  const uevent = parseUevent((await readers.read(`${device}/uevent`)) ?? '');
  const link = await readers.link(`${device}/driver`);
  const nodes = await readers.list(`${device}/drm`);
  const render = nodes.find((name) => name.startsWith('renderD'));
  return {
    path,
    address: uevent?.address,
    driver: link ? basename(link) : (uevent?.driver ?? null),
    renderNode: render ? `/dev/dri/${render}` : null,
    vramMib: await readMib(readers, `${device}/mem_info_vram_total`),
    gttMib: await readMib(readers, `${device}/mem_info_gtt_total`),
  };
}

/** A file that holds a number of bytes, in MiB rounded down; 0 when there is none. */
export async function readMib(readers: HardwareReaders, path: string): Promise<number> {
  return Math.floor(Number((await readers.read(path)) ?? 0) / 2 ** 20);
}
