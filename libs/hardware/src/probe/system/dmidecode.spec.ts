import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { parseDimms, readDimms } from './dmidecode.js';

const TWO_MODULES = `# dmidecode 3.4
Getting SMBIOS data from sysfs.
SMBIOS 3.5.0 present.

Handle 0x0010, DMI type 16, 23 bytes
Physical Memory Array
	Location: System Board Or Motherboard
	Maximum Capacity: 128 GB
	Number Of Devices: 4

Handle 0x0011, DMI type 17, 92 bytes
Memory Device
	Array Handle: 0x0010
	Size: 16 GB
	Form Factor: DIMM
	Volatile Size: 16 GB

Handle 0x0012, DMI type 17, 92 bytes
Memory Device
	Array Handle: 0x0010
	Size: 16384 MB
	Form Factor: DIMM

Handle 0x0013, DMI type 17, 92 bytes
Memory Device
	Size: No Module Installed

Handle 0x0014, DMI type 17, 92 bytes
Memory Device
	Size: Unknown
`;

describe('parseDimms', () => {
  it('adds the modules in whatever unit, and skips empty sockets', () => {
    expect(parseDimms(TWO_MODULES)).toBe(32_768);
  });

  it('counts a module once, and nothing else that has a size', () => {
    expect(parseDimms('Handle 1\nCache Information\n\tSize: 64 MB\n')).toBe(0);
    expect(parseDimms('Handle 1\nMemory Device\n\tSize: 1 TB\n\tVolatile Size: 1 TB\n')).toBe(1_048_576);
    expect(parseDimms('Handle 1\nMemory Device\n\tSize: 524288 kB\n')).toBe(512);
  });
});

describe('readDimms', () => {
  it('says nothing without the tool or without the right to use it', async () => {
    const refused = { 'dmidecode -t memory': { status: 1, stdout: '/dev/mem: Permission denied' } };
    expect(await readDimms(fixtureReaders({}))).toBeUndefined();
    expect(await readDimms(fixtureReaders({ commands: refused }))).toBeUndefined();
  });
});
