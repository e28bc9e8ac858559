import {
  measureHeadroom,
  probeHardware,
  readHardwareFile,
  systemReaders,
  toHardwareDto,
  writeHardwareFile,
  type HardwareDto,
  type HardwareReport,
} from '@hal0/hardware';
import { SystemProcesses } from '@hal0/platform';
import type { Printer } from '../terminal/printer.js';
import type { LocalHal0 } from './local-hal0.js';

/** Looks at this machine, and keeps the result when this user may write it. */
export async function probeHere(local: LocalHal0, print: Printer): Promise<HardwareDto> {
  const report = await look(local);
  try {
    await writeHardwareFile(local.paths, report);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EACCES' ? 'you may not write it' : message;
    print.note(`Not kept in ${local.paths.hardwareJson}: ${reason}.`);
  }
  return withHeadroom(report);
}

/** What the last probe found; without one, what there is to see now. */
export async function knownHardware(local: LocalHal0): Promise<HardwareDto> {
  return withHeadroom((await readHardwareFile(local.paths)) ?? (await look(local)));
}

const readers = () => systemReaders(new SystemProcesses());

function look({ paths, clock }: LocalHal0): Promise<HardwareReport> {
  return probeHardware(readers(), { state: paths.state, now: clock.now() });
}

async function withHeadroom(report: HardwareReport): Promise<HardwareDto> {
  return toHardwareDto(report, await measureHeadroom(report, readers(), undefined));
}
