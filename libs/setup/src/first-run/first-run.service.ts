import { AuditEvent, Clock, EventBus, Hal0Paths, readTextFile, writeFileAtomic, type AuditActor } from '@hal0/platform';
import { RegistryService } from '@hal0/registry';
import { SlotsService } from '@hal0/slots';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BundleRuns } from '../apply/bundle-runs.service.js';
import { BundleChoice } from '../choice/bundle-choice.service.js';
import type { SetupStateDto } from '../http/setup-state.dto.js';
import { SetupCodeInvalidError, SetupCodeMissingError } from './first-run.errors.js';
import { SetupCode } from './setup-code.js';

/** Whether this box has been set up. Until somebody says so, changes from other machines need its code. */
@Injectable()
export class FirstRun implements OnApplicationBootstrap {
  private readonly code: SetupCode;
  /** Decided at the start: a box that had models before there was a code was set up before hal0 asked. */
  private isOpen = false;

  constructor(
    private readonly paths: Hal0Paths,
    private readonly registry: RegistryService,
    private readonly slots: SlotsService,
    private readonly runs: BundleRuns,
    private readonly choice: BundleChoice,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.code = new SetupCode(paths.firstRunLock);
  }

  async onApplicationBootstrap(): Promise<void> {
    const isDone = (await readTextFile(this.paths.firstRunDone)) !== undefined;
    const hasCode = (await readTextFile(this.paths.firstRunLock)) !== undefined;
    this.isOpen = !isDone && (hasCode || !this.hasModels());
    if (this.isOpen) await this.code.open();
    else await this.code.useUp();
  }

  /** Whether changes from other machines need the code. */
  get asksForCode(): boolean {
    return this.isOpen;
  }

  /** @param fromHere whether whoever asks is on this box */
  async state(fromHere: boolean): Promise<SetupStateDto> {
    const choice = await this.choice.read();
    return {
      firstRun: this.isOpen && !this.hasModels(),
      completedAt: await this.completedAt(),
      codeRequired: this.isOpen && !fromHere,
      hasModels: this.hasModels(),
      hasChatSlot: this.slots
        .all()
        .some(({ record }) => record.type === 'llm' && record.enabled && record.model !== ''),
      ...{ pickerPending: choice === null, choice, run: this.runs.latest() },
    };
  }

  /** The box is set up; its code is used up. A second time changes nothing. */
  async complete(actor: AuditActor = 'operator'): Promise<void> {
    if ((await readTextFile(this.paths.firstRunDone)) === undefined) {
      await writeFileAtomic(this.paths.firstRunDone, `${new Date(this.clock.now()).toISOString()}\n`);
      this.events.publish(new AuditEvent({ action: 'setup.complete', target: 'hal0', actor, outcome: 'ok' }));
    }
    this.isOpen = false;
    await this.code.useUp();
  }

  /**
   * Lets a change from another machine through, or does not.
   * @throws SetupCodeMissingError, SetupCodeInvalidError
   */
  admit(presented: string | undefined): void {
    if (!this.isOpen) return;
    if (!presented) throw new SetupCodeMissingError();
    if (!this.code.matches(presented.trim())) throw new SetupCodeInvalidError();
  }

  private hasModels(): boolean {
    return this.registry.list().length > 0;
  }

  private async completedAt(): Promise<string | null> {
    const text = (await readTextFile(this.paths.firstRunDone))?.trim();
    return text && !Number.isNaN(Date.parse(text)) ? text : null;
  }
}
