import { Module, type DynamicModule } from '@nestjs/common';
import { Hal0Settings } from './settings/hal0.settings.js';

/** Makes the settings injectable as {@link Hal0Settings}. They are read before the application is composed. */
@Module({})
export class ConfigModule {
  static register({ settings }: { settings: Hal0Settings }): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: Hal0Settings, useValue: settings }],
      exports: [Hal0Settings],
    };
  }
}
