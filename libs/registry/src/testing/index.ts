export { aModel } from './a-model.js';
export { openPulls, type OpenPullsOptions } from './open-pulls.js';
export { openRegistry } from './open-registry.js';
export { FakeHub, type HubRequest } from './fake-hub/fake-hub.js';
export { projectorBytes } from './projector-bytes.js';
export { HurriedClock } from './hurried-clock.js';
export { type HubFault } from './fake-hub/hub-fault.js';
export { type HubContent, type HubRepositoryOptions } from './fake-hub/hub-repository.js';
