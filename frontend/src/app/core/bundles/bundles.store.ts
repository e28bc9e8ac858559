import { Service, computed, inject, signal } from '@angular/core';
import type { ApplyBundleDto, BundleDto, BundleRunDto, BundlesDto } from '../../../api/models';
import { liveResource } from '../live/live-resource';
import { toProblem } from '../to-problem';
import { Toasts } from '../../ui/toasts';
import { BundlesApi } from './bundles-api';

/** The bundles, how they fit this box, and the application that is under way. */
@Service({ autoProvided: false })
export class BundlesStore {
  private readonly api = inject(BundlesApi);
  private readonly toasts = inject(Toasts);
  private readonly kept = liveResource<BundlesDto>({
    read: () => this.api.list(),
    told: { 'bundle.run': (known, { run }) => ({ ...known, run }) },
    rereadOn: {
      'bundle.run': ({ run }) => run.state !== 'running',
      'registry.changed': true,
      'config.changed': ({ paths }) => paths.some((path) => path.startsWith('slots.')),
    },
    atMostEveryMs: 2000,
  });

  /** Null until read. */
  readonly value = this.kept.value;
  readonly problem = this.kept.problem;
  readonly busy = signal(false);
  readonly run = computed(() => this.kept.value()?.run ?? null);

  load(): Promise<void> {
    return this.kept.load();
  }

  find(id: string | null): BundleDto | undefined {
    return this.value()?.bundles.find((bundle) => bundle.id === id);
  }

  /** Throws what the API refuses. */
  async apply(id: string, how: ApplyBundleDto): Promise<BundleRunDto> {
    const run = await this.api.apply(id, how);
    this.kept.update((known) => ({ ...known, run }));
    // One that needed no download is over already.
    if (run.state !== 'running') await this.kept.load();
    return run;
  }

  /** Goes on with what the last application left undone. */
  async again({ bundle, name, npuOptIn }: BundleRunDto): Promise<void> {
    await this.during(`${name} was not applied.`, async () => {
      await this.apply(bundle, { npuOptIn });
    });
  }

  async cancel({ name }: BundleRunDto): Promise<void> {
    await this.during(`The application of ${name} was not cancelled.`, async () => {
      const run = await this.api.cancel();
      this.kept.update((known) => ({ ...known, run }));
    });
  }

  /** Takes over a bundle that was saved as a file. */
  async import(file: File): Promise<void> {
    await this.during(`${file.name} was not imported.`, async () => {
      const { name } = await this.api.import(manifestIn(await file.text()));
      await this.kept.load();
      this.toasts.tell(`${name} stands among the bundles.`);
    });
  }

  async remove({ id, name }: BundleDto): Promise<void> {
    await this.during(`${name} was not removed.`, async () => {
      await this.api.remove(id);
      await this.kept.load();
    });
  }

  private async during(failed: string, act: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    try {
      await act();
    } catch (error) {
      this.toasts.report(failed, toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

function manifestIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error('The file is not JSON. Choose one that was saved as a bundle.');
  }
}
