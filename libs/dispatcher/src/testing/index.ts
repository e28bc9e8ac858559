export { FakeProvider, type FakeProviderOptions, type ProviderFault, type ReceivedRequest } from './fake-provider.js';
export { gatewayHarness, type Answered, type GatewayHarness } from './gateway-harness.js';
export { type ProviderDialect } from './provider-answers.js';
export { FakeSecrets, upstreamsFixture, upstreamsOn, type UpstreamsFixture } from './upstreams-fixture.js';
