export { ModelDto } from './http/model.dto.js';
export { RECIPES, isModelId, type Model, type NewModel } from './model.js';
export { ModelReferences } from './ports/model-references.port.js';
export { RegistryChangedEvent } from './registry-changed.event.js';
export {
  ModelExistsError,
  ModelFileCorruptError,
  ModelFileMissingError,
  ModelIdInvalidError,
  ModelInUseError,
  ModelNotFoundError,
} from './registry.errors.js';
export { RegistryFilesCheck } from './registry-files.check.js';
export { RegistryModule } from './registry.module.js';
export { RegistryService } from './registry.service.js';
