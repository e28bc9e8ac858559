import { Hal0Settings } from '@hal0/config';
import type { HardwareService } from '@hal0/hardware';
import { FakeClock, settle } from '@hal0/platform/testing';
import { CatalogueService, readCatalogue } from '@hal0/registry';
import { openRegistry } from '@hal0/registry/testing';
import { slotsFixture } from '@hal0/slots/testing';
import { fileURLToPath } from 'node:url';
import { BundleModels } from '../apply/bundle-models.service.js';
import { BundleRunEvent } from '../apply/bundle-run.event.js';
import { BundleRunFile } from '../apply/bundle-run-file.js';
import { BundleRuns } from '../apply/bundle-runs.service.js';
import { BundleSlots } from '../apply/bundle-slots.service.js';
import { BundleViews } from '../bundle-views.service.js';
import { BundlesService } from '../bundles.service.js';
import { BundleChoice } from '../choice/bundle-choice.service.js';
import { BoxMemory } from '../eligibility/box-memory.service.js';
import { FirstRun } from '../first-run/first-run.service.js';
import { BundlePlans } from '../sharing/bundle-plan.service.js';
import { BundleSharing } from '../sharing/bundle-sharing.service.js';
import { OwnLayout } from '../sharing/own-layout.service.js';
import { BundleShelf } from '../shelf/bundle-shelf.service.js';
import { FakePulls } from './fake-pulls.js';

/** The bundle with files of its own that comes with hal0. */
export const DEMO = fileURLToPath(new URL('../../../../installer/demo', import.meta.url));

/** Longer than any file takes to be written. */
const PATIENCE_MS = 5_000;

/** Tells how often somebody has begun to wait. */
class CountingClock extends FakeClock {
  sleeps = 0;

  override sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    this.sleeps += 1;
    return super.sleep(delayMs, signal);
  }
}

interface FixtureOptions {
  /** Bundles with files of their own; null for none. */
  bundlesFolder?: string | null;
  /** GiB; null when nobody knows. */
  ram?: number | null;
  /** capabilities.toml */
  capabilities?: string;
  /** Other files of the configuration, by name. */
  files?: Readonly<Record<string, string>>;
}

/** Bundles and first run as the module wires them, over the real registry and slots, on a machine of that memory. */
export async function setupFixture({
  bundlesFolder = DEMO,
  ram = 1_000,
  capabilities = '',
  files = {},
}: FixtureOptions = {}) {
  const clock = new CountingClock();
  const opened = await openRegistry({ clock });
  const { registry, events, store } = opened;
  const { slots, paths, remove, events: slotEvents } = slotsFixture(capabilities, files, registry);
  const pulls = new FakePulls(registry, `${DEMO}/models`);
  const hardware = {
    current: () => ({ recommendedDevice: { device: 'gpu-vulkan' } }),
    report: () => Promise.reject(new Error('not probed')),
  } as unknown as HardwareService;

  const settings = new Hal0Settings();

  let latest: BundleRuns;
  /** hal0 as it is after a start, with bundles in that folder. */
  const start = (folder: string | null = bundlesFolder) => {
    const options = { bundlesFolder: folder, manifestsFolder: null, hostRamGib: ram };
    const catalogue = new CatalogueService(readCatalogue());
    const models = new BundleModels(registry, catalogue, pulls, clock);
    const bundleSlots = new BundleSlots(slots, hardware);
    const choice = new BundleChoice(paths, clock);
    const runs = new BundleRuns(models, bundleSlots, new BundleRunFile(paths), choice, clock, events);
    const shelf = new BundleShelf(options, paths);
    const views = new BundleViews(catalogue, models, bundleSlots);
    const memory = new BoxMemory(options, hardware);
    const firstRun = new FirstRun(paths, settings, registry, slots, runs, choice, clock, events);
    const bundles = new BundlesService(
      ...([
        shelf,
        views,
        new BundlePlans(bundleSlots),
        models,
        bundleSlots,
        runs,
        choice,
        memory,
        store,
        firstRun,
        events,
      ] as const),
    );
    const sharing = new BundleSharing(new OwnLayout(registry, slots), shelf, bundles, events);
    latest = runs;
    return { bundles, runs, sharing, firstRun };
  };
  const first = start();
  /** Until the run waits for the so-and-so-manieth time, or is over. */
  const settled = async (sleeps: number) => {
    const deadline = performance.now() + PATIENCE_MS;
    const isOver = () => {
      const told = events.ofType(BundleRunEvent).at(-1)?.run;
      return told?.id === latest.latest()?.id && told?.state !== 'running';
    };
    while (clock.sleeps < sleeps && !isOver() && performance.now() < deadline) await settle();
  };
  return {
    ...{ registry, slots, paths, settings, pulls, clock, events, slotEvents, start, ...first },
    /** Lets what is under way look around once more, file writes included. */
    step: async () => {
      // It may not have begun to wait yet.
      await settled(1);
      const before = clock.sleeps;
      await clock.advance(1_000);
      await settled(before + 1);
    },
    close: async () => {
      await first.runs.onModuleDestroy();
      await remove();
      await opened.database.destroy();
    },
  };
}
