import { Service, computed, inject, signal } from '@angular/core';
import type { UpstreamDto, UpstreamTrialDto } from '../../api/models';
import { toProblem } from '../core/to-problem';
import { upstreamList } from '../core/upstreams/upstream-list';
import { Toasts } from '../ui/toasts';
import { UpstreamsApi } from './upstreams-api';

/** The upstreams as they are now, and what can be done to each. */
@Service({ autoProvided: false })
export class UpstreamsStore {
  private readonly api = inject(UpstreamsApi);
  private readonly toasts = inject(Toasts);
  private readonly kept = upstreamList();
  private readonly pending = signal<ReadonlySet<string>>(new Set());

  readonly upstreams = this.kept.value;
  readonly problem = this.kept.problem;
  readonly loaded = computed(() => this.kept.value() !== null);

  load(): Promise<void> {
    return this.kept.load();
  }

  find(name: string): UpstreamDto | undefined {
    return this.upstreams()?.find((upstream) => upstream.name === name);
  }

  isPending(name: string): boolean {
    return this.pending().has(name);
  }

  /** What the test said; null when hal0 itself could not make it, which is told. */
  async test(name: string): Promise<UpstreamTrialDto | null> {
    let trial: UpstreamTrialDto | null = null;
    await this.during(name, `${name} was not tested.`, async () => {
      trial = await this.api.test(name);
    });
    return trial;
  }

  async enable(name: string, enabled: boolean): Promise<void> {
    await this.during(name, `${name} was not ${enabled ? 'enabled' : 'disabled'}.`, () =>
      this.api.change(name, { enabled }),
    );
  }

  async remove(name: string): Promise<void> {
    await this.during(name, `${name} was not removed.`, () => this.api.remove(name));
  }

  private async during(name: string, failed: string, act: () => Promise<unknown>): Promise<void> {
    this.pending.update((names) => new Set([...names, name]));
    try {
      await act();
      await this.kept.load();
    } catch (error) {
      this.toasts.report(failed, toProblem(error));
    } finally {
      this.pending.update((names) => new Set([...names].filter((other) => other !== name)));
    }
  }
}
