import { FakeRevisionStore } from './fake-revision-store.js';
import { describeRevisionStore } from './revision-store-contract.js';

describeRevisionStore('FakeRevisionStore', async () => new FakeRevisionStore());
