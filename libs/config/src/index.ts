export { ConfigInvalidError } from './config.errors.js';
export { ConfigModule } from './config.module.js';
export { loadSettings, type SettingsEnvironment } from './load-settings.js';
export {
  ActivitySettings,
  ApiSettings,
  DispatcherSettings,
  Hal0Settings,
  LemonadeSettings,
} from './settings/hal0.settings.js';
export { validateTable } from './validate-table.js';
