import { Module, type DynamicModule } from '@nestjs/common';
import { LemonadeRuntimeAdapter } from './adapters/lemonade-runtime.adapter.js';
import { ModelServerProcess } from './adapters/model-server-process.js';
import { SlotBackendUsers } from './adapters/slot-backend-users.service.js';
import { SlotsController } from './http/slots.controller.js';
import { METRICS_CONTROLLERS, METRICS_PROVIDERS } from './metrics/metrics-providers.js';
import { SlotMetrics } from './metrics/slot-metrics.service.js';
import { InferenceRuntime } from './ports/inference-runtime.port.js';
import { RECORD_CONTROLLERS, RECORD_PROVIDERS } from './record/record-providers.js';
import { ACTING_PROVIDERS } from './residency/acting-providers.js';
import { DECISION_CONTROLLERS, DECISION_PROVIDERS } from './residency/decision-providers.js';
import { SlotAnnouncer } from './slot-announcer.service.js';
import { SlotFacts } from './slot-facts.service.js';
import { SlotKeeper } from './slot-keeper.service.js';
import { SlotStateFile } from './slot-state-file.js';
import { SlotTable } from './slot-table.js';
import { SlotViews } from './slot-views.service.js';
import { SlotsService } from './slots.service.js';

/**
 * Needs the modules of platform, config, hardware, lemonade and registry in `imports`, and Nest's ScheduleModule in the
 * application.
 */
@Module({})
export class SlotsModule {
  static register({ imports }: Pick<DynamicModule, 'imports'>): DynamicModule {
    return {
      module: SlotsModule,
      imports,
      // The last one's paths take any name, so those with a word of their own stand before it.
      controllers: [...METRICS_CONTROLLERS, ...DECISION_CONTROLLERS, ...RECORD_CONTROLLERS, SlotsController],
      providers: [
        ModelServerProcess,
        { provide: InferenceRuntime, useClass: LemonadeRuntimeAdapter },
        SlotTable,
        SlotViews,
        SlotStateFile,
        SlotAnnouncer,
        SlotFacts,
        ...RECORD_PROVIDERS,
        ...DECISION_PROVIDERS,
        ...ACTING_PROVIDERS,
        ...METRICS_PROVIDERS,
        SlotsService,
        SlotKeeper,
        SlotBackendUsers,
      ],
      exports: [SlotsService, SlotMetrics],
    };
  }
}
