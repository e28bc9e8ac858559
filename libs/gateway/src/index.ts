export { GatewayModule, type GatewayModuleOptions } from './gateway.module.js';
