import { ActivityModule } from '@hal0/activity';
import { ConfigModule, effectivePaths, modelStore, SettingsModule, type EffectiveConfig } from '@hal0/config';
import { DispatcherModule } from '@hal0/dispatcher';
import { GatewayModule } from '@hal0/gateway';
import { HardwareModule } from '@hal0/hardware';
import { LemonadeModule } from '@hal0/lemonade';
import { PlatformModule, type Hal0Paths } from '@hal0/platform';
import { RegistryModule } from '@hal0/registry';
import { SetupModule, setupOptions } from '@hal0/setup';
import { SlotsModule } from '@hal0/slots';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DiscoveryModule, RouterModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { demoStandIns } from './demo-stand-ins.js';
import { DoctorService } from './doctor.service.js';
import { DoctorController } from './http/doctor.controller.js';
import { StatusController } from './http/status.controller.js';
import { StatusService } from './status.service.js';

export interface Hal0ModuleOptions {
  /** Where everything lives; `new Hal0Paths('/some/folder')` keeps it all under one. `[paths]` of hal0.toml is applied to it. */
  paths: Hal0Paths;
  /** `loadConfig(paths, environment)`. */
  config: EffectiveConfig;
  /** Path in front of every route of hal0's, e.g. `inference`; none by default. */
  routePrefix?: string;
  /** Folder that holds bundle manifests and their files; no bundles when absent. */
  bundlesFolder?: string;
  /** The environment that the runtime's own process is started from, a layer of the configuration, and a place of secrets. */
  environment: NodeJS.ProcessEnv;
}

/** hal0 as one module, for its own API process and for host applications that embed it. */
@Module({})
export class Hal0Module {
  static forRoot({ paths, config, routePrefix = '', bundlesFolder, environment }: Hal0ModuleOptions): DynamicModule {
    const prefix = routePrefix.replace(/^\/+|\/+$/g, '');
    const { settings } = config;
    const effective = effectivePaths(paths, settings);
    const platform = PlatformModule.register({ paths: effective });
    const base = [platform, ConfigModule.register({ imports: [platform], config, environment })];
    const activity = ActivityModule.register({ imports: base });
    const settingsApi = SettingsModule.register({ imports: [...base, activity] });
    const hardware = HardwareModule.register({ imports: base });
    const lemonade = LemonadeModule.register({
      imports: base,
      options: {
        url: settings.lemonade.url ?? null,
        mode: settings.lemonade.mode,
        port: settings.lemonade.port ?? null,
        runtimeFolder: settings.lemonade.runtime ?? null,
        modelStore: modelStore(effective, settings),
        maxDebianIndexAgeDays: settings.lemonade.max_index_age_days,
        threads: settings.lemonade.threads ?? null,
        standIns: demoStandIns(bundlesFolder),
        environment,
      },
    });
    const registry = RegistryModule.register({ imports: [...base, hardware, lemonade] });
    const slots = SlotsModule.register({ imports: [...base, hardware, lemonade, registry] });
    const setup = SetupModule.register({
      imports: [...base, hardware, registry, slots],
      options: setupOptions(bundlesFolder, environment),
    });
    const dispatcher = DispatcherModule.register({ imports: [...base, slots] });
    const gateway = GatewayModule.register({
      imports: [...base, registry, slots, dispatcher],
      prefix: prefix && `/${prefix}`,
    });
    const withRoutes: Type[] = [
      Hal0Module,
      SettingsModule,
      ActivityModule,
      HardwareModule,
      LemonadeModule,
      RegistryModule,
      SlotsModule,
      SetupModule,
      DispatcherModule,
      GatewayModule,
    ];
    return {
      module: Hal0Module,
      imports: [
        ScheduleModule.forRoot(),
        DiscoveryModule,
        ...base,
        activity,
        settingsApi,
        hardware,
        lemonade,
        registry,
        slots,
        setup,
        dispatcher,
        gateway,
        ...(prefix ? [RouterModule.register(withRoutes.map((module) => ({ path: prefix, module })))] : []),
      ],
      controllers: [StatusController, DoctorController],
      providers: [StatusService, DoctorService],
      exports: [...base, activity, settingsApi, hardware, lemonade, registry, slots, setup, dispatcher],
    };
  }
}
