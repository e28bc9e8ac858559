export { Admission } from './admission/admission.js';
export type { Lease } from './admission/lease.js';
export {
  CapabilitiesDto,
  CapableBackendDto,
  CapableDeviceDto,
  CapableModelDto,
  ReservedSlotNameDto,
  SelectedCapabilityDto,
  SlotCapabilitiesDto,
} from './capabilities/http/capabilities.dto.js';
export { recipeFor } from './capabilities/recipe-devices.js';
export { CreateSlotDto } from './http/create-slot.dto.js';
export { PlanRequestDto } from './http/plan-request.dto.js';
export { BlockerDto, EvictionDto, PlanCheckDto, PlanDto, PlanMemoryDto, PlanPoolDto } from './http/plan.dto.js';
export { ForceDto, LoadSlotDto, SwapSlotDto } from './http/load-slot.dto.js';
export { SlotQueueDto, WaitingRequestDto } from './http/slot-queue.dto.js';
export { SlotBackendDto, SlotDto, SlotErrorDto } from './http/slot.dto.js';
export { UpdateSlotDto } from './http/update-slot.dto.js';
export { MetricsHistoryDto, MetricsPointDto } from './metrics/http/metrics-history.dto.js';
export { SlotMetricsReportDto } from './metrics/http/metrics.dto.js';
export { SlotMetricsDto } from './metrics/http/slot-metrics.dto.js';
export { SlotMetrics } from './metrics/slot-metrics.service.js';
export { InferenceRuntime, type LoadedCopy, type RuntimeEndpoint } from './ports/inference-runtime.port.js';
export { NpuSwapStatusDto } from './npu/http/npu-swap-status.dto.js';
export { NpuSharedProcessError, NpuTrioUnavailableError } from './npu/npu.errors.js';
export { NpuSlotsEvent } from './npu/npu-slots.event.js';
export { NPU_TRIO } from './npu/npu-trio.service.js';
export { ProfileDto, ProfileOptionsDto } from './profiles/http/profile.dto.js';
export { SaveProfileDto } from './profiles/http/save-profile.dto.js';
export { SlotNpuExclusivityError } from './record/record.errors.js';
export { SlotChangedEvent } from './slot-changed.event.js';
export type { SlotIndex } from './slot-index.js';
export { SlotStateEvent } from './slot-state.event.js';
export { isComing, isDispatchable, SLOT_STATES, type SlotState } from './slot-state.js';
export {
  SlotBackendMissingError,
  SlotBusyError,
  SlotConfigError,
  SlotCrashLoopingError,
  SlotDisabledError,
  SlotExistsError,
  SlotInUseError,
  SlotLoadingError,
  SlotNoRoomError,
  SlotNotFoundError,
  SlotTooLargeError,
  SlotUnloadedError,
  SlotWithdrawnError,
  SlotWithoutModelError,
} from './slot.errors.js';
export { SLOT_PHASES, type SlotPhase } from './slot-phase.js';
export { describeWait } from './slot-view.js';
export { Slot } from './slot.js';
export { SlotsRestoredEvent } from './slots-restored.event.js';
export { SlotsModule } from './slots.module.js';
export { SlotsService } from './slots.service.js';
