import { describe, expect, it } from '@jest/globals';
import { probeHardware } from '../probe/probe-hardware.js';
import { fixtureReaders, MACHINES, readMachine } from './fixture-readers.js';
import { formatCapture, parseCapture } from './machine-capture.js';
import { RecordingReaders } from './recording-readers.js';

const options = { state: '/var/lib/hal0', now: 0 };

describe('a machine capture', () => {
  it.each(MACHINES)('of "%s" is read back as it was written', (name) => {
    const machine = readMachine(name);
    expect(parseCapture(formatCapture(machine))).toEqual(machine);
  });

  it.each(MACHINES)('that was recorded from "%s" makes the same report', async (name) => {
    const recorder = new RecordingReaders(fixtureReaders(name));
    const report = await probeHardware(recorder, options);
    const replayed = fixtureReaders(parseCapture(formatCapture(recorder.capture)));
    expect(await probeHardware(replayed, options)).toEqual(report);
  });
});
