export type { FakeGeneration } from './fake-chat.js';
export { FakeLemond, type FakeLemondFaults, type FakeModel, type RecordedRequest } from './fake-lemond.js';
export { describeLemondContract, plainLoad, type LemondUnderTest } from './lemond-contract.js';
