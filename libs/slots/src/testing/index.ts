export { FakeInferenceRuntime } from './fake-inference-runtime.js';
export { modelNamed, slotsFixture, type SlotsFixture } from './slots-fixture.js';
