import { Service, computed, inject, signal } from '@angular/core';
import type { PullDto, StartPullDto } from '../../../api/models';
import { liveResource } from '../../core/live/live-resource';
import { toProblem } from '../../core/to-problem';
import { Toasts } from '../../ui/toasts';
import { PullsApi } from './pulls-api';

const told = (pulls: readonly PullDto[], { pull }: { pull: PullDto }): readonly PullDto[] => withPull(pulls, pull);

/** Downloads as they are now, and what can be done to each. */
@Service({ autoProvided: false })
export class PullsStore {
  private readonly api = inject(PullsApi);
  private readonly toasts = inject(Toasts);
  private readonly kept = liveResource<readonly PullDto[]>({
    read: () => this.api.list(),
    told: {
      'pull.queued': told,
      'pull.progress': told,
      'pull.paused': told,
      'pull.completed': told,
      'pull.failed': told,
      'pull.cancelled': told,
    },
  });
  private readonly pending = signal<ReadonlySet<string>>(new Set());

  readonly problem = this.kept.problem;
  readonly loaded = computed(() => this.kept.value() !== null || this.kept.problem() !== null);
  /** Those that are under way, or wait for a person: what has worked stands among the models. */
  readonly open = computed(() =>
    (this.kept.value() ?? []).filter(({ state }) => state !== 'completed' && state !== 'cancelled'),
  );

  load(): Promise<void> {
    return this.kept.load();
  }

  isPending(id: string): boolean {
    return this.pending().has(id);
  }

  /** The download of this model that is under way or waits, if there is one. */
  of(modelId: string): PullDto | undefined {
    const sought = modelId.toLowerCase();
    return this.open().find((pull) => pull.modelId.toLowerCase() === sought);
  }

  /** Throws what the API refuses. */
  async start(body: StartPullDto): Promise<PullDto> {
    const pull = await this.api.start(body);
    this.put(pull);
    return pull;
  }

  /** Tells what the API refuses. */
  async begin(source: string): Promise<void> {
    await this.during(source, `${source} was not pulled.`, async () => {
      await this.start({ source });
    });
  }

  async pause({ id, modelId }: PullDto): Promise<void> {
    await this.during(id, `The pull of ${modelId} was not paused.`, async () => this.put(await this.api.pause(id)));
  }

  async resume({ id, modelId }: PullDto): Promise<void> {
    await this.during(id, `The pull of ${modelId} does not go on.`, async () => this.put(await this.api.resume(id)));
  }

  async cancel({ id, modelId }: PullDto): Promise<void> {
    await this.during(id, `The pull of ${modelId} was not cancelled.`, async () => this.put(await this.api.cancel(id)));
  }

  async remove({ id, modelId }: PullDto): Promise<void> {
    await this.during(id, `The pull of ${modelId} was not removed.`, async () => {
      await this.api.remove(id);
      this.kept.update((pulls) => pulls.filter((pull) => pull.id !== id));
    });
  }

  private put(pull: PullDto): void {
    this.kept.update((pulls) => withPull(pulls, pull));
  }

  private async during(key: string, failed: string, act: () => Promise<void>): Promise<void> {
    this.pending.update((keys) => new Set([...keys, key]));
    try {
      await act();
    } catch (error) {
      this.toasts.report(failed, toProblem(error));
    } finally {
      this.pending.update((keys) => new Set([...keys].filter((other) => other !== key)));
    }
  }
}

function withPull(pulls: readonly PullDto[], pull: PullDto): readonly PullDto[] {
  const known = pulls.some(({ id }) => id === pull.id);
  return known ? pulls.map((old) => (old.id === pull.id ? pull : old)) : [pull, ...pulls];
}
