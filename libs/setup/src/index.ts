export {
  BundleFileCorruptError,
  BundleFileMissingError,
  BundleInvalidError,
  BundleNotFoundError,
} from './bundle.errors.js';
export { BundlesService } from './bundles.service.js';
export { BundleDto, BundleSlotDto } from './http/bundle.dto.js';
export { SetupModule, type SetupModuleOptions } from './setup.module.js';
