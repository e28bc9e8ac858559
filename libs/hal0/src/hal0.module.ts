import { ActivityModule } from '@hal0/activity';
import { ConfigModule, type Hal0Settings } from '@hal0/config';
import { DispatcherModule } from '@hal0/dispatcher';
import { GatewayModule } from '@hal0/gateway';
import { LemonadeModule } from '@hal0/lemonade';
import { PlatformModule, type Hal0Paths } from '@hal0/platform';
import { RegistryModule } from '@hal0/registry';
import { SetupModule } from '@hal0/setup';
import { SlotsModule } from '@hal0/slots';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { StatusController } from './http/status.controller.js';
import { StatusService } from './status.service.js';

export interface Hal0ModuleOptions {
  /** Where everything lives; `new Hal0Paths('/some/folder')` keeps it all under one. */
  paths: Hal0Paths;
  /** `loadSettings(paths, …)`, or settings made by the host. */
  settings: Hal0Settings;
  /** Path in front of every route of hal0's, e.g. `inference`; none by default. */
  routePrefix?: string;
  /** Folder that holds bundle manifests and their files; no bundles when absent. */
  bundlesFolder?: string;
  /** The environment that the runtime's own process is started from: PATH, HOME and the like. */
  environment: NodeJS.ProcessEnv;
}

/** hal0 as one module, for its own API process and for host applications that embed it. */
@Module({})
export class Hal0Module {
  static forRoot({ paths, settings, routePrefix = '', bundlesFolder, environment }: Hal0ModuleOptions): DynamicModule {
    const prefix = routePrefix.replace(/^\/+|\/+$/g, '');
    const platform = PlatformModule.register({ paths });
    const config = ConfigModule.register({ settings });
    const base = [platform, config];
    const activity = ActivityModule.register({
      imports: base,
      options: { retentionDays: settings.activity.retention_days, maxRows: settings.activity.max_rows },
    });
    const lemonade = LemonadeModule.register({
      imports: base,
      options: {
        url: settings.lemonade.url ?? null,
        port: settings.lemonade.port ?? null,
        runtimeFolder: settings.lemonade.runtime ?? null,
        maxDebianIndexAgeDays: settings.lemonade.max_index_age_days,
        threads: settings.lemonade.threads ?? null,
        environment,
      },
    });
    const registry = RegistryModule.register({ imports: [...base, lemonade] });
    const slots = SlotsModule.register({ imports: [...base, lemonade, registry] });
    const setup = SetupModule.register({
      imports: [...base, registry, slots],
      options: { bundlesFolder: bundlesFolder ?? null },
    });
    const dispatcher = DispatcherModule.register({ imports: [...base, slots] });
    const gateway = GatewayModule.register({
      imports: [...base, registry, slots, dispatcher],
      prefix: prefix && `/${prefix}`,
    });
    const withRoutes: Type[] = [Hal0Module, ActivityModule, LemonadeModule, RegistryModule, SlotsModule, SetupModule];
    return {
      module: Hal0Module,
      imports: [
        ScheduleModule.forRoot(),
        ...base,
        activity,
        lemonade,
        registry,
        slots,
        setup,
        dispatcher,
        gateway,
        ...(prefix ? [RouterModule.register(withRoutes.map((module) => ({ path: prefix, module })))] : []),
      ],
      controllers: [StatusController],
      providers: [StatusService],
      exports: [platform, config, activity, lemonade, registry, slots, setup, dispatcher],
    };
  }
}
