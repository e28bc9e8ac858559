import { Hal0Settings } from '@hal0/config';
import { AuditEvent, Clock, EventBus, Hal0Paths, readTextFile, writeFileAtomic, type AuditActor } from '@hal0/platform';
import { RegistryChangedEvent, RegistryService } from '@hal0/registry';
import { SlotsService } from '@hal0/slots';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { BundleRuns } from '../apply/bundle-runs.service.js';
import { BundleChoice } from '../choice/bundle-choice.service.js';
import type { SetupStateDto } from '../http/setup-state.dto.js';
import { SetupCodeInvalidError, SetupCodeMissingError } from './first-run.errors.js';
import { SetupCode } from './setup-code.js';

/**
 * Whether this box has been set up. Until somebody has chosen what it gets, or says that it is done, changes from other
 * machines need its code.
 */
@Injectable()
export class FirstRun implements OnApplicationBootstrap {
  private readonly logger = new Logger('First run');
  private readonly code: SetupCode;
  private isOpen = false;
  /** One at a time looks at the files of the first run. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly paths: Hal0Paths,
    private readonly settings: Hal0Settings,
    private readonly registry: RegistryService,
    private readonly slots: SlotsService,
    private readonly runs: BundleRuns,
    private readonly choice: BundleChoice,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.code = new SetupCode(paths.firstRunLock);
  }

  /** A box with models, or where somebody has chosen, is not new: an older hal0 may have forgotten to say so. */
  async onApplicationBootstrap(): Promise<void> {
    const isDone = (await this.doneText()) !== undefined;
    this.isOpen = !isDone && !this.hasModels() && (await this.choice.read()) === null;
    if (this.isOpen) await this.keepCode();
    else await this.code.useUp();
  }

  /** Whether changes from other machines need the code. Where everybody has to show a key, the key says who they are. */
  get asksForCode(): boolean {
    return this.isOpen && this.settings.api.require_key !== 'all';
  }

  /** @param fromHere whether whoever asks is on this box */
  async state(fromHere: boolean): Promise<SetupStateDto> {
    const choice = await this.choice.read();
    return {
      firstRun: this.isOpen && !this.hasModels(),
      completedAt: await this.completedAt(),
      codeRequired: this.asksForCode && !fromHere,
      hasModels: this.hasModels(),
      hasChatSlot: this.slots
        .all()
        .some(({ record }) => record.type === 'llm' && record.enabled && record.model !== ''),
      ...{ pickerPending: choice === null, choice, run: this.runs.latest() },
    };
  }

  /** The box is set up; its code is used up. A second time changes nothing. */
  complete(actor: AuditActor = 'operator'): Promise<void> {
    return this.inTurn(() => this.close(actor));
  }

  /** Somebody who may has chosen what the box gets, which is what the first run was for. */
  async chosen(actor: AuditActor): Promise<void> {
    if (!this.isOpen) return;
    try {
      await this.complete(actor);
    } catch (error) {
      // What was chosen is under way.
      this.logger.warn(`It could not be kept that this box is set up: ${(error as Error).message}`);
    }
  }

  /** However it came here: the first model was brought by somebody who may. */
  @OnEvent(RegistryChangedEvent.type)
  async follow(): Promise<void> {
    if (this.hasModels()) await this.chosen('system');
  }

  /**
   * Lets a change from another machine through, or does not.
   * @throws SetupCodeMissingError, SetupCodeInvalidError
   */
  async admit(presented: string | undefined): Promise<void> {
    if (!this.asksForCode) return;
    const shown = presented?.trim() ?? '';
    if (shown && this.code.matches(shown)) return;
    // The file may have been taken away or replaced meanwhile, and whoever can do that owns the box.
    await this.inTurn(() => (this.isOpen ? this.keepCode() : Promise.resolve()));
    if (!this.asksForCode || (shown && this.code.matches(shown))) return;
    const { firstRunLock } = this.paths;
    throw shown ? new SetupCodeInvalidError(firstRunLock) : new SetupCodeMissingError(firstRunLock);
  }

  private async close(actor: AuditActor): Promise<void> {
    if ((await this.doneText()) === undefined) {
      await writeFileAtomic(this.paths.firstRunDone, `${new Date(this.clock.now()).toISOString()}\n`);
      this.events.publish(new AuditEvent({ action: 'setup.complete', target: 'hal0', actor, outcome: 'ok' }));
    }
    this.isOpen = false;
    await this.code.useUp();
  }

  private async keepCode(): Promise<void> {
    try {
      await this.code.open();
    } catch (error) {
      this.logger.warn(
        `The setup code could not be kept in ${this.paths.firstRunLock} (${(error as Error).message}), so nobody can set this box up from another machine. On the box itself: hal0 setup`,
      );
    }
  }

  private hasModels(): boolean {
    return this.registry.list().length > 0;
  }

  private doneText(): Promise<string | undefined> {
    return readTextFile(this.paths.firstRunDone);
  }

  private async completedAt(): Promise<string | null> {
    const text = (await this.doneText())?.trim();
    return text && !Number.isNaN(Date.parse(text)) ? text : null;
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
