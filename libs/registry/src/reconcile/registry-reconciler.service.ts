import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ModelDescriber } from '../description/model-describer.js';
import { ModelInspector } from '../inspection/model-inspector.js';
import { ModelTable } from '../model-table.js';
import type { Model } from '../model.js';
import { examineModel, type Examination } from './examine-model.js';

const HOUR_MS = 60 * 60 * 1_000;

/** Keeps what the registry says about files true: looks at all of them when hal0 starts, and every hour. */
@Injectable()
export class RegistryReconciler implements OnApplicationBootstrap {
  private readonly logger = new Logger('Registry');

  constructor(
    private readonly table: ModelTable,
    private readonly inspector: ModelInspector,
    private readonly describer: ModelDescriber,
  ) {}

  onApplicationBootstrap(): void {
    // Nobody waits for it: a disk that is slow to wake up must not hold up the start.
    void this.reconcile();
  }

  /** Looks at the files of all models. One that cannot be looked at keeps its state. */
  @Interval(HOUR_MS)
  async reconcile(): Promise<void> {
    const looked: { model: Model; found: Examination }[] = [];
    for (const model of this.table.list()) {
      const found = await examineModel(model, this.inspector).catch((error: Error) => this.unreadable(model, error));
      if (found && model.path !== null) looked.push({ model, found });
    }
    if (!looked.length) return;
    const checkedAt = this.describer.now();
    await this.table.writeKnown(
      looked.map(({ model: { id, path }, found: { changes } }) => ({
        id,
        // Somebody may have moved or removed it meanwhile.
        make: (existing) => (existing.path === path ? { ...existing, ...changes, checkedAt } : existing),
      })),
    );
    for (const { model, found } of looked) this.tell(model, found);
  }

  private tell({ id, state }: Model, { changes }: Examination): void {
    if (changes.state === state || changes.state === undefined) return;
    if (changes.state === 'ready') this.logger.log(`The files of model ${id} are in place again.`);
    else if (changes.state === 'missing') this.logger.warn(`A file of model ${id} is missing; it cannot be loaded.`);
    else this.logger.warn(`A file of model ${id} is damaged; it cannot be loaded.`);
  }

  private unreadable({ id }: Model, { name }: Error): undefined {
    this.logger.warn(`The files of model ${id} could not be looked at (${name}).`);
  }
}
