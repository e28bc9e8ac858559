import { Hal0Settings } from '@hal0/config';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModelScanner } from './model-scanner.service.js';

/** Registers what has appeared in the folders of `[models].roots` since hal0 was last started, if it is to. */
@Injectable()
export class ScanAtStart implements OnApplicationBootstrap {
  private readonly logger = new Logger('Registry');

  constructor(
    private readonly scanner: ModelScanner,
    private readonly settings: Hal0Settings,
  ) {}

  onApplicationBootstrap(): void {
    // Nobody waits for it: a disk that is slow to wake up must not hold up the start.
    void this.scan();
  }

  async scan(): Promise<void> {
    const { roots, auto_scan_on_start } = this.settings.models;
    for (const root of auto_scan_on_start ? roots : []) {
      try {
        const { added, healed } = await this.scanner.scan({ paths: [root] }, undefined, 'system');
        if (added.length) this.logger.log(`Found and registered: ${added.join(', ')}.`);
        if (healed.length) this.logger.log(`Found again: ${healed.join(', ')}.`);
      } catch (error) {
        this.logger.warn(`A folder of [models].roots could not be looked through: ${(error as Error).name}.`);
      }
    }
  }
}
