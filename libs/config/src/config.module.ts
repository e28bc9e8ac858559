import { Clock, EventBus, Hal0Paths } from '@hal0/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import type { EffectiveConfig } from './layers/effective-config.js';
import type { ConfigEnvironment } from './layers/environment-layer.js';
import { Hal0Settings } from './schema/hal0.settings.js';
import { SecretsService } from './secrets/secrets.service.js';
import { ConfigLock } from './store/config-lock.js';
import { ConfigStore } from './store/config-store.js';

export interface ConfigModuleOptions {
  /** Must provide what the platform module exports. */
  imports: NonNullable<DynamicModule['imports']>;
  /** Read before the application is composed: `loadConfig(…)`. */
  config: EffectiveConfig;
  /** The environment the process was started with: a layer of the configuration, and a place of secrets. */
  environment: ConfigEnvironment;
}

/** The configuration: {@link Hal0Settings} to read, {@link ConfigStore} to change it, {@link SecretsService} beside it. */
@Module({})
export class ConfigModule {
  static register({ imports, config, environment }: ConfigModuleOptions): DynamicModule {
    return {
      module: ConfigModule,
      imports,
      providers: [
        {
          provide: ConfigLock,
          inject: [Hal0Paths, Clock],
          useFactory: ({ configLock }: Hal0Paths, clock: Clock) => new ConfigLock(configLock, clock),
        },
        {
          provide: ConfigStore,
          inject: [Hal0Paths, ConfigLock, EventBus],
          useFactory: (paths: Hal0Paths, lock: ConfigLock, events: EventBus) =>
            new ConfigStore({ config, paths, environment }, lock, events),
        },
        { provide: Hal0Settings, inject: [ConfigStore], useFactory: ({ settings }: ConfigStore) => settings },
        {
          provide: SecretsService,
          inject: [Hal0Paths, ConfigLock, ConfigStore, EventBus],
          useFactory: (paths: Hal0Paths, lock: ConfigLock, store: ConfigStore, events: EventBus) =>
            new SecretsService({ paths, environment }, lock, store, events),
        },
      ],
      exports: [Hal0Settings, ConfigStore, SecretsService],
    };
  }
}
