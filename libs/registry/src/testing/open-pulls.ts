import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogueModel } from '../catalogue/catalogue-model.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { HubClient } from '../hub/hub-client.js';
import { HubTransport } from '../hub/hub-transport.js';
import { PullFeed } from '../pulls/pull-feed.js';
import { PullRegistration } from '../pulls/pull-registration.service.js';
import { PullRunner } from '../pulls/pull-runner.service.js';
import { PullTable } from '../pulls/pull-table.js';
import type { Pull, PullState } from '../pulls/pull.js';
import { PullsService } from '../pulls/pulls.service.js';
import { PullPlanner } from '../pulls/source/pull-planner.service.js';
import { TransferSurroundings } from '../pulls/transfer/transfer-surroundings.js';
import { HurriedClock } from './hurried-clock.js';
import { openRegistry } from './open-registry.js';

export interface OpenPullsOptions {
  hubUrl: string;
  /** That an earlier one has worked in; a new one when absent. */
  folder?: string;
  token?: () => string | undefined;
  catalogue?: readonly CatalogueModel[];
  connections?: number;
}

/** The real pulls and the real registry, with everything in one scratch folder and waits that take a thousandth. */
export async function openPulls({ hubUrl, token = () => undefined, catalogue = [], ...options }: OpenPullsOptions) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'hal0-pulls-'));
  const storeFolder = join(folder, 'models');
  const clock = new HurriedClock();
  const opened = await openRegistry({ file: join(folder, 'registry.db'), storeFolder });
  const { registry, removal, writes, inspector, store, events, database } = opened;
  const transport = new HubTransport({ hubUrl, token, silenceMs: 300 });
  const client = new HubClient(transport);
  const table = new PullTable(database, writes, clock);
  const feed = new PullFeed(events, clock);
  const limits = { connections: options.connections ?? 4, mebibytesPerSecond: 0 };
  const surroundings = new TransferSurroundings(client, clock, limits);
  const registration = new PullRegistration(table, registry, inspector, store, feed);
  const runner = new PullRunner(table, registry, registration, store, feed, surroundings);
  const planner = new PullPlanner(client, new CatalogueService(catalogue));
  const pulls = new PullsService(table, planner, runner, registry, feed, events, clock);
  await pulls.onApplicationBootstrap();

  /** Resolves once a pull is in one of these states. */
  const reached = async (id: string, ...states: readonly PullState[]): Promise<Pull> => {
    for (;;) {
      const pull = pulls.get(id);
      if (states.includes(pull.state)) return pull;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  /** As a process that ends. */
  const close = async () => {
    await pulls.onModuleDestroy();
    await transport.close();
    await database.destroy();
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { pulls, registry, removal, database, events, clock, folder, storeFolder, reached, close, remove };
}
