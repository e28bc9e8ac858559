import type { AuditActor } from '@hal0/platform';
import { PullNotFoundError, PullsService, type Pull } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { ModelPulls, type PullProgress, type WantedModel } from '../ports/model-pulls.port.js';

/** The registry's own pulls. */
@Injectable()
export class RegistryPulls extends ModelPulls {
  constructor(private readonly pulls: PullsService) {
    super();
  }

  async start(model: WantedModel, actor: AuditActor): Promise<PullProgress> {
    const { pull } = await this.pulls.start({ ...model }, actor);
    return toProgress(pull);
  }

  find(id: string): PullProgress | undefined {
    const pull = this.pulls.list().find((one) => one.id === id);
    return pull && toProgress(pull);
  }

  async cancel(id: string): Promise<void> {
    try {
      await this.pulls.cancel(id);
    } catch (error) {
      if (!(error instanceof PullNotFoundError)) throw error;
    }
  }
}

function toProgress({ id, state, bytesDone, bytesTotal, bytesPerSecond, error }: Pull): PullProgress {
  const isOnItsWay = state === 'queued' || state === 'running' || state === 'verifying';
  return { id, state: isOnItsWay ? 'active' : state, bytesDone, bytesTotal, bytesPerSecond, error };
}
