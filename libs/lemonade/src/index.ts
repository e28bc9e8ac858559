export type { LoadedModel } from './client/lemonade-health.js';
export { LemonadeReachableCheck } from './doctor/lemonade-reachable.check.js';
export { LemonadeStatusDto } from './http/lemonade-status.dto.js';
export { LemonadeStateEvent } from './lemonade-state.event.js';
export { LEMONADE_PHASES, type LemonadePhase, type LemonadeStatus } from './lemonade-status.js';
export {
  LemonadeBusyError,
  LemonadeFetchFailedError,
  LemonadeRequestFailedError,
  LemonadeRuntimeMissingError,
  LemonadeUnavailableError,
  ModelLoadFailedError,
} from './lemonade.errors.js';
export { LemonadeModule, type LemonadeModuleOptions } from './lemonade.module.js';
export type { LemonadeOptions } from './lemonade.options.js';
export { LemonadeService } from './lemonade.service.js';
export type { LoadRequest } from './registration/load-request.js';
export type { RuntimeModel } from './registration/user-models.js';
