export { ConfigModule } from './config.module.js';
export { placeOf, type ConfigLayerName, type ConfigOrigin } from './layers/config-origin.js';
export { EffectiveConfig } from './layers/effective-config.js';
export { readConfigText } from './layers/config-text.js';
export { effectivePaths, modelStore } from './layers/effective-paths.js';
export { loadConfig, type ConfigEnvironment } from './layers/load-config.js';
export {
  migrateCapabilitiesFile,
  migrateConfig,
  plannedMigrations,
  type ConfigMigration,
} from './layers/migrate-config.js';
export { ActivitySettings } from './schema/activity.settings.js';
export { ApiSettings } from './schema/api.settings.js';
export { DispatcherSettings } from './schema/dispatcher.settings.js';
export { FallbackSettings } from './schema/fallback.settings.js';
export { fieldCatalogue, type SettingField } from './schema/field-catalogue.js';
export { Hal0Settings } from './schema/hal0.settings.js';
export { LemonadeBudgetsSettings } from './schema/lemonade-budgets.settings.js';
export { LemonadeSettings } from './schema/lemonade.settings.js';
export { BUILT_IN_PROFILES, PROFILE_OPTIONS, ProfileSettings, type ProfileOption } from './schema/profile.settings.js';
export {
  AUTH_HEADER,
  AUTH_STYLES,
  RESERVED_UPSTREAM_NAMES,
  UPSTREAM_MODEL_ID,
  UpstreamSettings,
  type AuthStyle,
} from './schema/upstream.settings.js';
export { type SettingApplies } from './schema/setting.decorator.js';
export { settingsSchema } from './schema/settings-schema.js';
export { isSeeded, NPU_SEEDED_SLOTS, RESERVED_SLOT_NAMES, SEEDED_SLOTS, SlotSettings } from './schema/slot.settings.js';
export {
  DEVICES,
  FALLBACK_CAUSES,
  LEMONADE_MODES,
  MODEL_TYPES,
  type Device,
  type FallbackCause,
  type LemonadeMode,
  type ModelType,
} from './schema/vocabulary.js';
export { describeProblem, type ConfigProblem } from './validation/config-problem.js';
export { ConfigInvalidError } from './validation/config.errors.js';
export { didYouMean } from './validation/did-you-mean.js';
export { validateTable } from './validation/validate-table.js';
export { ConfigChangedEvent } from './events/config-changed.event.js';
export { ConfigSavedEvent } from './events/config-saved.event.js';
export { SecretChangedEvent } from './events/secret-changed.event.js';
export { RevisionStore, type NewRevision, type Revision } from './revisions/revision-store.port.js';
export { RevisionsService } from './revisions/revisions.service.js';
export { isSecretVariable } from './secrets/secret-name.js';
export { SecretsService } from './secrets/secrets.service.js';
export { SettingsModule } from './settings.module.js';
export { ConfigOverriddenError, SlotFieldOverriddenError } from './store/config-store.errors.js';
export { ConfigStore } from './store/config-store.js';
export { mergeSettings } from './store/merge-settings.js';
export { openConfigStore, openSettings, type OpenSettingsOptions } from './store/open-settings.js';
export { type ConfigEdit } from './store/plan-edit.js';
export { redactSettings } from './store/redact-settings.js';
export { type ConfigFile, type SettingsChange, type ValueChange } from './store/settings-change.js';
export { SettingsService } from './store/settings.service.js';
export type { RevisionDto, RevisionsPageDto } from './http/revisions.dto.js';
export type { SecretDto } from './http/secrets.dto.js';
export type {
  ApplyPlanFieldsDto,
  ConfigOriginDto,
  SettingsChangeDto,
  SettingsDto,
  SettingsPreviewDto,
} from './http/settings.dto.js';
