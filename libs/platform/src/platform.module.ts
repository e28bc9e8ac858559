import { Module, type DynamicModule } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { Clock, SystemClock } from './clock/clock.js';
import { EventBus } from './events/event-bus.js';
import { HttpPools } from './http/http-pools.js';
import { Hal0Paths } from './paths/hal0-paths.js';
import { Processes, SystemProcesses } from './processes/processes.js';

export interface PlatformModuleOptions {
  paths: Hal0Paths;
}

/** Call `register` once per application and share the returned value: Nest tells dynamic modules apart by identity. */
@Module({})
export class PlatformModule {
  static register({ paths }: PlatformModuleOptions): DynamicModule {
    return {
      module: PlatformModule,
      imports: [EventEmitterModule.forRoot()],
      providers: [
        { provide: Hal0Paths, useValue: paths },
        { provide: Clock, useClass: SystemClock },
        { provide: Processes, useClass: SystemProcesses },
        EventBus,
        HttpPools,
      ],
      exports: [Hal0Paths, Clock, Processes, EventBus, HttpPools],
    };
  }
}
