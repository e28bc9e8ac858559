export type { CatalogueFile, CatalogueModel } from './catalogue/catalogue-model.js';
export { CatalogueService } from './catalogue/catalogue.service.js';
export { readCatalogue } from './catalogue/read-catalogue.js';
export { AddModelDto } from './http/add-model.dto.js';
export { EditModelDto } from './http/edit-model.dto.js';
export { automaticContext } from './fit/automatic-context.js';
export type { CatalogueModelDto } from './catalogue/http/catalogue-model.dto.js';
export type { ModelInspectionDto, ModelVariantDto } from './inspection/http/model-inspection.dto.js';
export { ModelDto } from './http/model.dto.js';
export { RemovedModelDto } from './http/removed-model.dto.js';
export {
  FLM_RECIPE,
  FLM_TYPES,
  MODEL_FILE_ROLES,
  MODEL_SOURCE_KINDS,
  MODEL_STATES,
  RECIPES,
  isModelId,
  modelSource,
  type FlmType,
  type Model,
  type ModelDefaults,
  type ModelFacts,
  type ModelFile,
  type ModelFileRole,
  type ModelRegistration,
  type ModelSource,
  type ModelSourceKind,
  type ModelState,
  type NewFlmModel,
  type NewModel,
} from './model.js';
export { type ModelEdit } from './description/model-edit.js';
export { ModelReferences } from './ports/model-references.port.js';
export { RegistryChangedEvent } from './registry-changed.event.js';
export {
  ModelExistsError,
  ModelFileCorruptError,
  ModelFileMissingError,
  ModelIdInvalidError,
  ModelInUseError,
  ModelNotFoundError,
  ModelSourceInvalidError,
  ModelWithoutFileError,
} from './registry.errors.js';
export { RegistryFilesCheck } from './registry-files.check.js';
export { RegistryModule } from './registry.module.js';
export { RegistryService, type RegistrationOptions } from './registry.service.js';
export { ModelRemoval, type RemovedModel } from './removal/model-removal.service.js';
export type { ScanDto, ScannedModelDto, ScanResultDto } from './scan/http/scan.dto.js';
export { ModelStore } from './store/model-store.js';
export { ImportedRecordDto, RegistryTomlDto } from './http/registry-exchange.dto.js';
export { readRegistryBackup } from './backup/read-registry-backup.js';
export { BackupInvalidError } from './backup/backup.errors.js';
export { PullEvent, type PullEventType } from './pulls/pull.event.js';
export {
  InsufficientDiskError,
  PullActiveError,
  PullChecksumMismatchError,
  PullFileGoneError,
  PullNotAModelError,
  PullNotFoundError,
  PullSourceChangedError,
  PullSourceInvalidError,
  PullStateError,
  PullUnsafeFormatError,
  StoreBlockedError,
  StoreUnwritableError,
} from './pulls/pull.errors.js';
export { isActive, PULL_STATES, type Pull, type PullFailure, type PullFile, type PullState } from './pulls/pull.js';
export { PullsService, type StartedPull } from './pulls/pulls.service.js';
export { type PullRequest } from './pulls/source/pull-request.js';
export type { PullDto, PullFileDto, StartedPullDto } from './pulls/http/pull.dto.js';
export {
  HubAddressForbiddenError,
  HubAnswerInvalidError,
  HubBusyError,
  HubGatedError,
  HubNotFoundError,
  HubRefusedError,
  HubUnreachableError,
} from './hub/hub.errors.js';
