import { Module, type DynamicModule } from '@nestjs/common';
import { LemonadeRuntimeAdapter } from './adapters/lemonade-runtime.adapter.js';
import { SlotsController } from './http/slots.controller.js';
import { InferenceRuntime } from './ports/inference-runtime.port.js';
import { SlotAnnouncer } from './slot-announcer.service.js';
import { SlotKeeper } from './slot-keeper.service.js';
import { SlotLoader } from './slot-loader.service.js';
import { SlotsService } from './slots.service.js';

/** Needs the modules of platform, config, lemonade and registry in `imports`, and Nest's ScheduleModule in the application. */
@Module({})
export class SlotsModule {
  static register({ imports }: Pick<DynamicModule, 'imports'>): DynamicModule {
    return {
      module: SlotsModule,
      imports,
      controllers: [SlotsController],
      providers: [
        { provide: InferenceRuntime, useClass: LemonadeRuntimeAdapter },
        SlotAnnouncer,
        SlotLoader,
        SlotsService,
        SlotKeeper,
      ],
      exports: [SlotsService],
    };
  }
}
