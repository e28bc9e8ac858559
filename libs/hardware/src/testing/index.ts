export { fixtureReaders, FixtureReaders, MACHINES, readMachine, type MachineName } from './fixture-readers.js';
export { formatCapture, parseCapture, type MachineCapture } from './machine-capture.js';
export { RecordingReaders } from './recording-readers.js';
