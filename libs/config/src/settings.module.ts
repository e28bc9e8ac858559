import { Module, type DynamicModule } from '@nestjs/common';
import { RevisionsController } from './http/revisions.controller.js';
import { SecretsController } from './http/secrets.controller.js';
import { SettingsController } from './http/settings.controller.js';
import { RevisionsService } from './revisions/revisions.service.js';
import { SettingsService } from './store/settings.service.js';

export interface SettingsModuleOptions {
  /** Must provide what the platform and config modules export, and a RevisionStore. */
  imports: NonNullable<DynamicModule['imports']>;
}

/** The configuration over HTTP, with its history. Apart from {@link ConfigModule}, on which the keeper of the history stands. */
@Module({})
export class SettingsModule {
  static register({ imports }: SettingsModuleOptions): DynamicModule {
    return {
      module: SettingsModule,
      imports,
      controllers: [SettingsController, RevisionsController, SecretsController],
      providers: [SettingsService, RevisionsService],
      exports: [SettingsService, RevisionsService],
    };
  }
}
