export { GatewayModule, type GatewayModuleOptions } from './gateway.module.js';
export type { ApiKeyDto, CreateApiKeyDto, NewApiKeyDto } from './keys/http/api-keys.dto.js';
