import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { LemonadeService } from '../lemonade.service.js';

/** Whether the runtime runs and answers. */
@Injectable()
export class LemonadeReachableCheck extends DoctorCheck {
  readonly id = 'lemonade.reachable';

  constructor(private readonly lemonade: LemonadeService) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const { phase, message, version, origin } = this.lemonade.status();
    if (phase === 'fetching' || phase === 'starting') {
      return {
        severity: 'warning',
        message: `The runtime is not ready yet: ${message ?? phase}.`,
        remedy: 'Wait a moment and look again.',
      };
    }
    if (phase !== 'running') {
      return {
        severity: 'error',
        message: `The runtime does not run: ${message ?? phase}`,
        remedy: "See the API's log for lemond's last lines.",
      };
    }
    try {
      const models = await this.lemonade.loadedModels();
      return {
        severity: 'ok',
        message: `Lemonade ${version ?? '(unknown version)'} answers at ${origin} with ${models.length} models loaded.`,
      };
    } catch (error) {
      return {
        severity: 'warning',
        message: (error as Error).message,
        remedy: 'It may be unloading a model; look again in a minute.',
      };
    }
  }
}
