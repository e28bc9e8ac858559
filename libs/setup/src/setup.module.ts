import { Module, type DynamicModule } from '@nestjs/common';
import { BundlesService } from './bundles.service.js';
import { BundlesController } from './http/bundles.controller.js';
import { SetupOptions } from './setup.options.js';

export interface SetupModuleOptions {
  /** Must provide what the modules of platform, registry and slots export. */
  imports: NonNullable<DynamicModule['imports']>;
  options: SetupOptions;
}

@Module({})
export class SetupModule {
  static register({ imports, options }: SetupModuleOptions): DynamicModule {
    return {
      module: SetupModule,
      imports,
      controllers: [BundlesController],
      providers: [{ provide: SetupOptions, useValue: options }, BundlesService],
      exports: [BundlesService],
    };
  }
}
