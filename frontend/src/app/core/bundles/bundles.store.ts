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
      audit: ({ record }) => record.action.startsWith('bundle.') || record.action === 'setup.complete',
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

  /** Puts a bundle beside the others. Throws what the API refuses. */
  async import(manifest: Record<string, unknown>): Promise<BundleDto> {
    const made = await this.api.import(manifest);
    await this.kept.load();
    return made;
  }

  /** This box as a bundle, to be kept as a file; null when it was refused, which has been told. */
  async export(): Promise<Record<string, unknown> | null> {
    let manifest: Record<string, unknown> | null = null;
    await this.during('This box was not saved as a bundle.', async () => {
      manifest = await this.api.export();
    });
    return manifest;
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
