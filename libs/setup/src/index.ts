export { BundleRunEvent } from './apply/bundle-run.event.js';
export {
  BundleBuiltInError,
  BundleDiskError,
  BundleFileCorruptError,
  BundleFileMissingError,
  BundleInvalidError,
  BundleModelUnavailableError,
  BundleNameTakenError,
  BundleNotEligibleError,
  BundleNotFoundError,
  BundleNpuError,
  BundleRunActiveError,
} from './bundle.errors.js';
export { BundlesService } from './bundles.service.js';
export { FirstRun } from './first-run/first-run.service.js';
export { ApplyBundleDto } from './http/apply-bundle.dto.js';
export { BundleChoiceDto } from './http/bundle-choice.dto.js';
export { BundlePlanDto, PlannedDownloadDto, PlannedFieldDto, PlannedSlotDto } from './http/bundle-plan.dto.js';
export { BundleRunDto, BundleRunErrorDto, BundleRunModelDto, BundleRunSlotDto } from './http/bundle-run.dto.js';
export { BundleDto, BundleModelDto, BundleSlotDto } from './http/bundle.dto.js';
export { BundlesDto } from './http/bundles.dto.js';
export { SetupStateDto } from './http/setup-state.dto.js';
export { SetupModule, type SetupModuleOptions } from './setup.module.js';
export { setupOptions } from './setup.options.js';
