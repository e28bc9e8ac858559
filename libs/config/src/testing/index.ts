export { configFixture } from './config-fixture.js';
export { FakeRevisionStore } from './fake-revision-store.js';
export { describeRevisionStore } from './revision-store-contract.js';
