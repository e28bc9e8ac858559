import type { ConfigStore } from '@hal0/config';
import { FlmProgram } from '@hal0/lemonade';
import type { Clock, EventBus, Hal0Paths } from '@hal0/platform';
import type { RegistryService } from '@hal0/registry';
import { NpuSlots } from '../npu/npu-slots.service.js';
import { NpuTrio } from '../npu/npu-trio.service.js';
import type { InferenceRuntime } from '../ports/inference-runtime.port.js';
import { SlotRecords } from '../record/slot-records.js';
import { Departures } from '../residency/departures.service.js';
import { LoadChecks } from '../residency/load-checks.service.js';
import { LoadFaults } from '../residency/load-faults.service.js';
import { LoadHistory } from '../residency/load-history.js';
import type { MemoryNeeds } from '../residency/memory-needs.service.js';
import { LoadPreconditions } from '../residency/plan/load-preconditions.service.js';
import { QuietSlots } from '../residency/quiet-slots.service.js';
import { Reconciler } from '../residency/reconciler.service.js';
import { ResidencyInputs } from '../residency/residency-inputs.service.js';
import { ResidencyService } from '../residency/residency.service.js';
import { ResidencyWorker } from '../residency/residency-worker.service.js';
import { ResidentAccounts } from '../residency/resident-accounts.service.js';
import { Restoration } from '../residency/restoration.service.js';
import { Resumption } from '../residency/resumption.service.js';
import { RuntimeOrders } from '../residency/runtime-orders.service.js';
import { TurnPlanner } from '../residency/turn-planner.service.js';
import { WantDesk } from '../residency/want-desk.service.js';
import { SlotAnnouncer } from '../slot-announcer.service.js';
import { SlotFacts } from '../slot-facts.service.js';
import { SlotKeeper } from '../slot-keeper.service.js';
import { SlotStateFile } from '../slot-state-file.js';
import { SlotTable } from '../slot-table.js';
import { SlotViews } from '../slot-views.service.js';
import { SlotsService } from '../slots.service.js';

export interface SlotsSurroundings {
  store: ConfigStore;
  paths: Hal0Paths;
  events: EventBus;
  clock: Clock;
  runtime: InferenceRuntime;
  registry: RegistryService;
  needs: MemoryNeeds;
}

/** The services of slots on whatever surrounds them, wired as the module wires them. */
export function composeSlots({ store, paths, events, clock, runtime, registry, needs }: SlotsSurroundings) {
  const table = new SlotTable();
  const npu = new NpuSlots(runtime, events, new FlmProgram({ environment: {} }));
  const trio = new NpuTrio(runtime);
  const history = new LoadHistory();
  const stateFile = new SlotStateFile(paths, history);
  const records = new SlotRecords(store, registry, npu);
  const views = new SlotViews(records, npu, trio);
  const announcer = new SlotAnnouncer(clock, events, stateFile, views);

  const inputs = new ResidencyInputs(store, registry, needs);
  const accounts = new ResidentAccounts(table, trio);
  const checks = new LoadChecks(new LoadPreconditions(registry, runtime), inputs, clock);
  const faults = new LoadFaults(clock);
  const orders = new RuntimeOrders(registry, runtime, history, clock);
  const desk = new WantDesk(table, faults, trio, clock);
  const departures = new Departures(accounts, orders, clock);
  const planner = new TurnPlanner(inputs, accounts, clock);
  const restoration = new Restoration(table, desk, faults, events);
  const worker = new ResidencyWorker(
    ...([
      table,
      accounts,
      inputs,
      checks,
      planner,
      desk,
      departures,
      orders,
      faults,
      trio,
      clock,
      restoration,
    ] as const),
  );
  const residency = new ResidencyService(desk, worker, departures, accounts, orders, faults);
  const reconciler = new Reconciler(
    ...([table, residency, accounts, restoration, inputs, registry, runtime, trio] as const),
  );
  const resumption = new Resumption(table, residency, reconciler);
  const quiet = new QuietSlots(store, residency, accounts, inputs, departures, clock);
  const facts = new SlotFacts(table, registry, inputs, runtime);

  const slots = new SlotsService(
    ...([table, records, residency, trio, announcer, views, stateFile, registry, clock, events, history] as const),
  );
  const keeper = new SlotKeeper(residency, reconciler, resumption, quiet, facts);
  return { slots, keeper, residency, accounts, announcer, views, stateFile, table };
}
