import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { RegistryPulls } from './adapters/registry-pulls.adapter.js';
import { BundleModels } from './apply/bundle-models.service.js';
import { BundleRunFile } from './apply/bundle-run-file.js';
import { BundleRuns } from './apply/bundle-runs.service.js';
import { BundleSlots } from './apply/bundle-slots.service.js';
import { BundleViews } from './bundle-views.service.js';
import { BundlesService } from './bundles.service.js';
import { BundleChoice } from './choice/bundle-choice.service.js';
import { BoxMemory } from './eligibility/box-memory.service.js';
import { FirstRunGuard } from './first-run/first-run.guard.js';
import { FirstRun } from './first-run/first-run.service.js';
import { BundlesController } from './http/bundles.controller.js';
import { SetupController } from './http/setup.controller.js';
import { ModelPulls } from './ports/model-pulls.port.js';
import { SetupOptions } from './setup.options.js';
import { BundlePlans } from './sharing/bundle-plan.service.js';
import { BundleSharing } from './sharing/bundle-sharing.service.js';
import { OwnLayout } from './sharing/own-layout.service.js';
import { BundleShelf } from './shelf/bundle-shelf.service.js';

export interface SetupModuleOptions {
  /** Must provide what the modules of platform, hardware, registry and slots export. */
  imports: NonNullable<DynamicModule['imports']>;
  options: SetupOptions;
}

@Module({})
export class SetupModule {
  static register({ imports, options }: SetupModuleOptions): DynamicModule {
    return {
      module: SetupModule,
      imports,
      controllers: [BundlesController, SetupController],
      providers: [
        { provide: SetupOptions, useValue: options },
        { provide: ModelPulls, useClass: RegistryPulls },
        // In front of every route of hal0's, those of other modules too.
        { provide: APP_GUARD, useExisting: FirstRunGuard },
        BoxMemory,
        BundleChoice,
        BundleModels,
        BundlePlans,
        BundleRunFile,
        BundleRuns,
        BundleSharing,
        BundleShelf,
        BundleSlots,
        BundleViews,
        BundlesService,
        FirstRun,
        FirstRunGuard,
        OwnLayout,
      ],
      exports: [BundlesService, FirstRun],
    };
  }
}
