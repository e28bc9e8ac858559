import { Hal0Paths } from '@hal0/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ModelsController } from './http/models.controller.js';
import { ModelInspector } from './inspection/model-inspector.js';
import { RegistryFilesCheck } from './registry-files.check.js';
import { REGISTRY_DATABASE, registryDatabase } from './registry.database.js';
import { RegistryService } from './registry.service.js';

export interface RegistryModuleOptions {
  /** Must provide what the platform module exports. */
  imports: NonNullable<DynamicModule['imports']>;
}

@Module({})
export class RegistryModule {
  static register({ imports }: RegistryModuleOptions): DynamicModule {
    const database = TypeOrmModule.forRootAsync({
      name: REGISTRY_DATABASE,
      imports,
      inject: [Hal0Paths],
      useFactory: (paths: Hal0Paths) => registryDatabase(paths.registryDatabase),
    });
    return {
      module: RegistryModule,
      imports: [...imports, database],
      controllers: [ModelsController],
      providers: [RegistryService, ModelInspector, RegistryFilesCheck],
      exports: [RegistryService, RegistryFilesCheck],
    };
  }
}
