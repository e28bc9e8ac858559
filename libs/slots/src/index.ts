export type { Lease } from './admission/lease.js';
export { CreateSlotDto } from './http/create-slot.dto.js';
export { SlotDto, SlotErrorDto, SlotMetricsDto } from './http/slot.dto.js';
export { UpdateSlotDto } from './http/update-slot.dto.js';
export { InferenceRuntime, type RuntimeEndpoint } from './ports/inference-runtime.port.js';
export { SlotChangedEvent } from './slot-changed.event.js';
export type { SlotIndex } from './slot-index.js';
export { SlotStateEvent } from './slot-state.event.js';
export { isComing, isDispatchable, SLOT_STATES, type SlotState } from './slot-state.js';
export {
  SlotBusyError,
  SlotConfigError,
  SlotDisabledError,
  SlotExistsError,
  SlotInUseError,
  SlotLoadingError,
  SlotNotFoundError,
  SlotWithdrawnError,
  SlotWithoutModelError,
} from './slot.errors.js';
export { Slot, type RequestFigures } from './slot.js';
export { SlotsModule } from './slots.module.js';
export { SlotsService } from './slots.service.js';
