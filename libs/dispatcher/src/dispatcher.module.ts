import { Module, type DynamicModule } from '@nestjs/common';
import { DispatcherService } from './dispatcher.service.js';

/** Needs the modules of platform, config and slots in `imports`. */
@Module({})
export class DispatcherModule {
  static register({ imports }: Pick<DynamicModule, 'imports'>): DynamicModule {
    return { module: DispatcherModule, imports, providers: [DispatcherService], exports: [DispatcherService] };
  }
}
