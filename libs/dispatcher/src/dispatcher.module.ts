import { Module, type DynamicModule } from '@nestjs/common';
import { DispatcherService } from './dispatcher.service.js';
import { UpstreamsController } from './upstreams/http/upstreams.controller.js';
import { UpstreamRecords } from './upstreams/upstream-records.service.js';
import { UpstreamsService } from './upstreams/upstreams.service.js';

/** Needs the modules of platform, config and slots in `imports`, and Nest's ScheduleModule in the application. */
@Module({})
export class DispatcherModule {
  static register({ imports }: Pick<DynamicModule, 'imports'>): DynamicModule {
    return {
      module: DispatcherModule,
      imports,
      controllers: [UpstreamsController],
      providers: [UpstreamsService, UpstreamRecords, DispatcherService],
      exports: [DispatcherService, UpstreamsService],
    };
  }
}
