import { parseEnvFile } from '@hal0/platform';
import type { HardwareReaders } from '../hardware-readers.js';

export interface KernelFacts {
  /** Release, e.g. `6.14.8-2-pve`. */
  release: string;
  commandLine: string;
  /** Built by Microsoft for the Windows Subsystem for Linux. */
  wsl: boolean;
}

/** The texts of /proc/version, /proc/sys/kernel/osrelease and /proc/cmdline. */
export function parseKernel(version: string, osrelease: string, commandLine: string): KernelFacts {
  return {
    release: osrelease.trim() || (/^Linux version (\S+)/.exec(version)?.[1] ?? ''),
    commandLine: commandLine.trim(),
    wsl: /microsoft|wsl/i.test(`${version}\n${osrelease}`),
  };
}

/** Name of the distribution in /etc/os-release; empty when it has none. */
export function parseOsRelease(text: string): string {
  const values = parseEnvFile(text);
  return values.get('PRETTY_NAME') ?? values.get('NAME') ?? '';
}

export async function readKernel(readers: HardwareReaders): Promise<KernelFacts> {
  const files = ['/proc/version', '/proc/sys/kernel/osrelease', '/proc/cmdline'];
  const [version = '', osrelease = '', commandLine = ''] = await Promise.all(files.map((file) => readers.read(file)));
  return parseKernel(version, osrelease, commandLine);
}

export async function readDistro(readers: HardwareReaders): Promise<string> {
  return parseOsRelease((await readers.read('/etc/os-release')) ?? (await readers.read('/usr/lib/os-release')) ?? '');
}
