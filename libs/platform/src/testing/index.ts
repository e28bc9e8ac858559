export { FakeClock, settle } from './fake-clock.js';
export { RecordingEventBus } from './recording-event-bus.js';
export { temporaryHome } from './temporary-home.js';
