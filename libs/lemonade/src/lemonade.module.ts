import { Clock, Hal0Paths, HttpPools, Processes } from '@hal0/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { LemonadeFolders } from './config/lemonade-folders.js';
import { createConnection } from './connection/create-connection.js';
import { LemonadeConnection } from './connection/lemonade-connection.js';
import { LemonadeReachableCheck } from './doctor/lemonade-reachable.check.js';
import { LemonadeController } from './http/lemonade.controller.js';
import { LEMONADE_OPTIONS, type LemonadeOptions } from './lemonade.options.js';
import { LemonadeService } from './lemonade.service.js';

export interface LemonadeModuleOptions {
  /** Modules that provide what platform provides. */
  imports: DynamicModule['imports'];
  options: LemonadeOptions;
}

/** Call `register` once per application and share the returned value. Nothing starts before `LemonadeService.start()`. */
@Module({})
export class LemonadeModule {
  static register({ imports, options }: LemonadeModuleOptions): DynamicModule {
    return {
      module: LemonadeModule,
      imports,
      controllers: [LemonadeController],
      providers: [
        { provide: LEMONADE_OPTIONS, useValue: options },
        { provide: LemonadeFolders, useFactory: (paths: Hal0Paths) => new LemonadeFolders(paths), inject: [Hal0Paths] },
        {
          provide: LemonadeConnection,
          useFactory: createConnection,
          inject: [LEMONADE_OPTIONS, Hal0Paths, LemonadeFolders, Processes, HttpPools, Clock],
        },
        LemonadeService,
        LemonadeReachableCheck,
      ],
      exports: [LemonadeService, LemonadeReachableCheck],
    };
  }
}
