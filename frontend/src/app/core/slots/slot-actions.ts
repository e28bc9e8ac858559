import { Service, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { SlotDto, UpdateSlotDto } from '../../../api/models';
import { Toasts } from '../../ui/toasts';
import { Hal0Api } from '../hal0-api';
import { toProblem } from '../to-problem';
import { nextAction } from './next-action';
import { SlotsStore } from './slots.store';

/** Does things to slots and tells when one did not work. */
@Service()
export class SlotActions {
  private readonly api = inject(Hal0Api);
  private readonly store = inject(SlotsStore);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  private readonly asked = signal<ReadonlySet<string>>(new Set());

  /** A request about this slot is on its way. */
  isPending(name: string): boolean {
    return this.asked().has(name);
  }

  /** The slot's next action, as its card's button names it. */
  async act(slot: SlotDto): Promise<void> {
    switch (nextAction(slot).kind) {
      case 'choose':
        await this.router.navigate(['/slots', slot.name, 'configuration']);
        return;
      case 'enable':
        await this.configure(slot.name, { enabled: true });
        return;
      case 'load':
        await this.load(slot.name);
        return;
      case 'unload':
        await this.unload(slot.name);
        return;
      case 'wait':
        return;
    }
  }

  load(name: string): Promise<boolean> {
    return this.ask(name, `Slot ${name} did not load.`, () => this.api.loadSlot(name));
  }

  unload(name: string): Promise<boolean> {
    return this.ask(name, `Slot ${name} was not unloaded.`, () => this.api.unloadSlot(name));
  }

  /** True when the change was taken. */
  configure(name: string, patch: UpdateSlotDto): Promise<boolean> {
    return this.ask(name, `Slot ${name} was not changed.`, () => this.api.configureSlot(name, patch));
  }

  private async ask(name: string, failed: string, request: () => Promise<SlotDto>): Promise<boolean> {
    if (this.isPending(name)) return false;
    this.asked.update((names) => new Set(names).add(name));
    try {
      this.store.apply(await request());
      return true;
    } catch (error) {
      this.toasts.report(failed, toProblem(error));
      return false;
    } finally {
      this.asked.update((names) => new Set([...names].filter((other) => other !== name)));
    }
  }
}
