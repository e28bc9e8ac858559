import {
  effectivePaths,
  loadConfig,
  modelStore,
  openConfigStore,
  openSettings,
  type ConfigStore,
  type EffectiveConfig,
  type Hal0Settings,
  type OpenSettingsOptions,
  type SettingsService,
} from '@hal0/config';
import { Hal0Paths, SystemClock } from '@hal0/platform';

/** hal0 as its files on this machine tell of it, without the API. */
export class LocalHal0 {
  readonly clock = new SystemClock();
  /** Roots as HAL0_HOME says, without `[paths]`: where the configuration is. */
  readonly roots: Hal0Paths;

  constructor(readonly environment: NodeJS.ProcessEnv) {
    this.roots = new Hal0Paths(environment['HAL0_HOME']);
  }

  /** @throws ConfigInvalidError */
  config(): EffectiveConfig {
    return loadConfig(this.roots, this.environment);
  }

  /** Every path, `[paths]` applied as far as the configuration can be read. */
  get paths(): Hal0Paths {
    return this.asConfigured((settings) => effectivePaths(this.roots, settings), this.roots);
  }

  /** Where models are kept, as far as the configuration can be read. */
  get modelStore(): string {
    return this.asConfigured((settings) => modelStore(this.paths, settings), this.roots.models);
  }

  /** What the API's settings routes do, done here. @throws ConfigInvalidError */
  settings(): SettingsService {
    return openSettings(this.access());
  }

  /** The one way to change a file. Nobody keeps a history here; the API does when it comes upon the change. */
  store(): ConfigStore {
    return openConfigStore(this.access());
  }

  private access(): OpenSettingsOptions {
    return { paths: this.roots, environment: this.environment, clock: this.clock };
  }

  private asConfigured<T>(read: (settings: Hal0Settings) => T, otherwise: T): T {
    try {
      return read(this.config().settings);
    } catch {
      return otherwise;
    }
  }
}
