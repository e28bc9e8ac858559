export { finishedRequest } from './finished-request.js';
export { FakeClock, settle } from './fake-clock.js';
export { openDatabase } from './open-database.js';
export { RecordingEventBus } from './recording-event-bus.js';
export { temporaryHome } from './temporary-home.js';
