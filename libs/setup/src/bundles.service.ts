import { AuditEvent, EventBus, freeSpace, type AuditActor } from '@hal0/platform';
import { ModelStore } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { BundleModels } from './apply/bundle-models.service.js';
import { BundleRuns } from './apply/bundle-runs.service.js';
import { BundleSlots } from './apply/bundle-slots.service.js';
import { BundleDiskError, BundleNotEligibleError, BundleNpuError } from './bundle.errors.js';
import { BundleViews } from './bundle-views.service.js';
import { BundleChoice } from './choice/bundle-choice.service.js';
import { BoxMemory } from './eligibility/box-memory.service.js';
import { FirstRun } from './first-run/first-run.service.js';
import type { ApplyBundleDto } from './http/apply-bundle.dto.js';
import type { BundleChoiceDto } from './http/bundle-choice.dto.js';
import type { BundlePlanDto } from './http/bundle-plan.dto.js';
import type { BundleRunDto } from './http/bundle-run.dto.js';
import type { BundleDto } from './http/bundle.dto.js';
import type { BundlesDto } from './http/bundles.dto.js';
import { NPU_SLOTS, withNpuTrio } from './manifest/npu-trio.js';
import { BundlePlans } from './sharing/bundle-plan.service.js';
import { BundleShelf, type ShelvedBundle } from './shelf/bundle-shelf.service.js';

/** Offers bundles and applies them. Nothing is downloaded that nobody chose. */
@Injectable()
export class BundlesService {
  /** One application at a time gets to begin, however often the button is pressed, and none ends while it begins. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly shelf: BundleShelf,
    private readonly views: BundleViews,
    private readonly plans: BundlePlans,
    private readonly models: BundleModels,
    private readonly slots: BundleSlots,
    private readonly runs: BundleRuns,
    private readonly choice: BundleChoice,
    private readonly memory: BoxMemory,
    private readonly store: ModelStore,
    private readonly firstRun: FirstRun,
    private readonly events: EventBus,
  ) {}

  /** What the picker shows. */
  async list(): Promise<BundlesDto> {
    const usableGib = await this.memory.usableGib();
    const shelved = await this.shelf.list();
    const choice = await this.choice.read();
    return {
      usableRamGib: usableGib === null ? null : Math.round(usableGib * 10) / 10,
      diskFreeBytes: await this.diskFree(),
      npuAvailable: this.hasNpu(),
      ...{ pickerPending: choice === null, choice, run: this.runs.latest() },
      bundles: this.recommending(
        shelved.map((bundle) => this.views.of(bundle, usableGib)),
        usableGib,
      ),
    };
  }

  /** @throws BundleNotFoundError */
  async get(id: string): Promise<BundleDto> {
    const { manifest } = await this.shelf.get(id);
    return (await this.list()).bundles.find((bundle) => bundle.id === manifest.id) as BundleDto;
  }

  /**
   * What {@link apply} would do.
   * @throws BundleNotFoundError, BundleNpuError
   */
  async plan(id: string, npuOptIn = false): Promise<BundlePlanDto> {
    return this.planOf(this.withChoice(await this.shelf.get(id), npuOptIn));
  }

  /** The same for a bundle that stands nowhere yet. */
  async planOf(bundle: ShelvedBundle): Promise<BundlePlanDto> {
    return this.plans.of(bundle, this.views.of(bundle, await this.memory.usableGib()), await this.diskFree());
  }

  /**
   * Brings the models of a bundle here and sets its slots to them. What needs no download has been done when this resolves;
   * the rest goes on, over restarts too. What is already as it should be is left alone.
   * @throws BundleNotFoundError, BundleRunActiveError, BundleNotEligibleError, BundleNpuError, BundleDiskError,
   * BundleFileMissingError, BundleFileCorruptError
   */
  apply(id: string, how: ApplyBundleDto = {}, actor: AuditActor = 'operator'): Promise<BundleRunDto> {
    return this.inTurn(() => this.applyInTurn(id, how, actor));
  }

  /** The last application; null before the first. */
  latestRun(): BundleRunDto | null {
    return this.runs.latest();
  }

  /** @throws BundleNoRunError */
  cancel(): Promise<BundleRunDto> {
    return this.inTurn(() => this.runs.cancel());
  }

  /** No bundle: the slots are for a person to set. */
  async skip(actor: AuditActor = 'operator'): Promise<BundleChoiceDto> {
    const choice = await this.choice.skip();
    await this.firstRun.chosen(actor);
    this.events.publish(new AuditEvent({ action: 'bundle.skip', target: 'bundles', actor, outcome: 'ok' }));
    return choice;
  }

  private inTurn(work: () => Promise<BundleRunDto>): Promise<BundleRunDto> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async applyInTurn(
    id: string,
    { npuOptIn = false, force = false }: ApplyBundleDto,
    actor: AuditActor,
  ): Promise<BundleRunDto> {
    const shelved = await this.shelf.get(id);
    if (this.runs.isUnderWay(shelved.manifest.id, npuOptIn)) return this.runs.latest() as BundleRunDto;
    try {
      const bundle = this.withChoice(shelved, npuOptIn);
      if (!force) await this.requireRoom(bundle);
      // All files first: a bundle with one bad file changes nothing at all.
      await this.models.verify(bundle);
      const run = await this.runs.begin(bundle, npuOptIn, actor);
      await this.firstRun.chosen(actor);
      return run;
    } catch (error) {
      const record = { action: 'bundle.apply', target: shelved.manifest.id, actor } as const;
      const details = { reason: (error as Error).message };
      this.events.publish(new AuditEvent({ ...record, outcome: 'failed', details }));
      throw error;
    }
  }

  private withChoice(bundle: ShelvedBundle, npuOptIn: boolean): ShelvedBundle {
    if (!npuOptIn) return bundle;
    const { manifest } = bundle;
    if (!manifest.npuTrio) throw new BundleNpuError(`${manifest.name} has nothing for the NPU.`);
    if (!this.hasNpu()) throw new BundleNpuError('FastFlowLM, which serves models on the NPU, is not on this box.');
    return { ...bundle, manifest: withNpuTrio(manifest) };
  }

  private async requireRoom(bundle: ShelvedBundle): Promise<void> {
    const usableGib = await this.memory.usableGib();
    const { name, eligible, reason, minRamGb, downloadBytes, models } = this.views.of(bundle, usableGib);
    if (!eligible) {
      throw new BundleNotEligibleError(name, reason ?? '', { needsGb: minRamGb ?? 0, usableGib: usableGib ?? 0 });
    }
    const arrived = models.reduce((sum, model) => sum + (model.installed ? 0 : this.runs.arrivedOf(model.id)), 0);
    const [needed, free] = [downloadBytes - arrived, await this.diskFree()];
    if (needed > free) throw new BundleDiskError(name, needed, free);
  }

  /** Marks the largest of hal0's own that this box is known to have the memory for. */
  private recommending(bundles: readonly BundleDto[], usableGib: number | null): BundleDto[] {
    const fitting = bundles.filter(({ eligible, imported, minRamGb }) => eligible && !imported && minRamGb !== null);
    const largest = Math.max(...fitting.map(({ minRamGb }) => minRamGb ?? 0));
    const best = usableGib === null ? undefined : fitting.find(({ minRamGb }) => minRamGb === largest);
    return bundles.map((bundle) => ({ ...bundle, recommended: bundle === best }));
  }

  private hasNpu(): boolean {
    return NPU_SLOTS.every((name) => this.slots.now(name));
  }

  private async diskFree(): Promise<number> {
    return (await freeSpace(this.store.folder)).freeBytes;
  }
}
