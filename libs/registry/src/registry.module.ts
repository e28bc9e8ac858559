import { Hal0Settings, modelStore, SecretsService } from '@hal0/config';
import { Clock, Hal0Paths, WriteQueue } from '@hal0/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CatalogueController } from './catalogue/http/catalogue.controller.js';
import { CatalogueService } from './catalogue/catalogue.service.js';
import { readCatalogue } from './catalogue/read-catalogue.js';
import { ModelDescriber } from './description/model-describer.js';
import { ModelsController } from './http/models.controller.js';
import { RegistryExchangeController } from './http/registry-exchange.controller.js';
import { hubTransport } from './hub/create-transport.js';
import { HubClient } from './hub/hub-client.js';
import { HubTransport } from './hub/hub-transport.js';
import { PullsController } from './pulls/http/pulls.controller.js';
import { PullFeed } from './pulls/pull-feed.js';
import { PullRegistration } from './pulls/pull-registration.service.js';
import { PullRunner } from './pulls/pull-runner.service.js';
import { PullTable } from './pulls/pull-table.js';
import { PullsRetention } from './pulls/pulls-retention.service.js';
import { PullsService } from './pulls/pulls.service.js';
import { PullPlanner } from './pulls/source/pull-planner.service.js';
import { TransferSurroundings } from './pulls/transfer/transfer-surroundings.js';
import { InspectionController } from './inspection/http/inspection.controller.js';
import { ModelInspector } from './inspection/model-inspector.js';
import { SourceInspector } from './inspection/source/source-inspector.service.js';
import { ModelTable } from './model-table.js';
import { ModelRemoval } from './removal/model-removal.service.js';
import { RegistryReconciler } from './reconcile/registry-reconciler.service.js';
import { RegistryFilesCheck } from './registry-files.check.js';
import { REGISTRY_DATABASE, registryDatabase } from './registry.database.js';
import { RegistryService } from './registry.service.js';
import { ScanController } from './scan/http/scan.controller.js';
import { ModelScanner } from './scan/model-scanner.service.js';
import { ScanAtStart } from './scan/scan-at-start.service.js';
import { ModelStore } from './store/model-store.js';
import { RegistryExchange } from './toml/registry-exchange.service.js';

export interface RegistryModuleOptions {
  /** Must provide what the platform and the configuration module export. */
  imports: NonNullable<DynamicModule['imports']>;
}

@Module({})
export class RegistryModule {
  static register({ imports }: RegistryModuleOptions): DynamicModule {
    const database = TypeOrmModule.forRootAsync({
      name: REGISTRY_DATABASE,
      imports,
      inject: [Hal0Paths],
      useFactory: (paths: Hal0Paths) => registryDatabase(paths.registryDatabase),
    });
    return {
      module: RegistryModule,
      imports: [...imports, database],
      controllers: [
        CatalogueController,
        InspectionController,
        ScanController,
        RegistryExchangeController,
        ModelsController,
        PullsController,
      ],
      providers: [
        RegistryService,
        ModelTable,
        ModelDescriber,
        ModelInspector,
        SourceInspector,
        ModelScanner,
        ScanAtStart,
        ModelRemoval,
        RegistryExchange,
        RegistryReconciler,
        RegistryFilesCheck,
        PullTable,
        PullFeed,
        PullRegistration,
        PullRunner,
        PullPlanner,
        PullsService,
        PullsRetention,
        { provide: HubTransport, inject: [Hal0Settings, SecretsService], useFactory: hubTransport },
        {
          provide: HubClient,
          inject: [HubTransport],
          useFactory: (transport: HubTransport) => new HubClient(transport),
        },
        {
          provide: TransferSurroundings,
          inject: [HubClient, Clock, Hal0Settings],
          useFactory: (hub: HubClient, clock: Clock, { models }: Hal0Settings) =>
            new TransferSurroundings(hub, clock, {
              connections: models.parallel_downloads,
              mebibytesPerSecond: models.download_limit_mib_s,
            }),
        },
        { provide: CatalogueService, useFactory: () => new CatalogueService(readCatalogue()) },
        {
          provide: WriteQueue,
          inject: [getDataSourceToken(REGISTRY_DATABASE)],
          useFactory: (source: DataSource) => new WriteQueue(source),
        },
        {
          provide: ModelStore,
          inject: [Hal0Paths, Hal0Settings],
          useFactory: (paths: Hal0Paths, settings: Hal0Settings) => new ModelStore(modelStore(paths, settings)),
        },
      ],
      exports: [CatalogueService, RegistryService, PullsService, ModelRemoval, ModelStore, RegistryFilesCheck],
    };
  }
}
