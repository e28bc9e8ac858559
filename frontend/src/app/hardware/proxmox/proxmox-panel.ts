import { Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ProxmoxDetection, ProxmoxSettingsDto } from '../../../api/models';
import { EventStream } from '../../core/events/event-stream';
import { ConfirmOrder } from '../../core/live/confirm-order';
import { keptAnswer } from '../../core/live/kept-answer';
import { pollWhileVisible } from '../../core/poll-while-visible';
import { toProblem } from '../../core/to-problem';
import { Button } from '../../ui/button';
import { keyboardWithin } from '../../ui/keyboard';
import { ProblemNote } from '../../ui/problem-note';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { HardwareApi } from '../hardware-api';
import { ProxmoxForm } from './proxmox-form';
import { ProxmoxStatus } from './proxmox-status';

/** hal0 asks Proxmox every 30 seconds at most. */
const EVERY_MS = 30_000;

const HINTS: Readonly<Record<ProxmoxDetection, string>> = {
  detected:
    'This machine runs on a Proxmox host. Given a token that may read, hal0 sees how much memory the host really has left, and what its other guests take.',
  uncertain:
    'This machine may run on a Proxmox host. If it does, a token that may read shows hal0 how much memory the host really has left.',
  not_detected: 'This machine does not look like the guest of a Proxmox host, so there is nothing to set up here.',
};

/** The Proxmox host under this machine: how it is reached, and what it says. */
@Component({
  selector: 'h0-proxmox-panel',
  imports: [Button, ConfirmOrder, ProblemNote, ProxmoxForm, ProxmoxStatus, Skeleton],
  templateUrl: './proxmox-panel.html',
  styleUrl: './proxmox-panel.css',
})
export class ProxmoxPanel {
  private readonly api = inject(HardwareApi);
  private readonly toasts = inject(Toasts);

  private readonly keyboardTo = keyboardWithin();
  private readonly answer = keptAnswer<ProxmoxSettingsDto>(() => this.api.proxmox());

  protected readonly settings = this.answer.value;
  protected readonly unread = this.answer.failure;
  protected readonly doing = signal<'edit' | 'forget' | null>(null);
  protected readonly forgetting = signal(false);
  protected readonly hint = computed(() => HINTS[this.settings()?.detection ?? 'not_detected']);

  constructor() {
    pollWhileVisible(EVERY_MS, () => this.load());
    inject(EventStream)
      .on('system.proxmox_unreachable')
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.load());
  }

  protected load(): Promise<void> {
    return this.answer.load();
  }

  /** The buttons come back, and the keyboard to the first of them. */
  protected end(): void {
    this.doing.set(null);
    this.keyboardTo('#proxmox-edit');
  }

  protected saved(settings: ProxmoxSettingsDto): void {
    this.answer.set(settings);
    this.end();
    this.toasts.tell('The Proxmox host is set.');
  }

  protected async forget(): Promise<void> {
    this.forgetting.set(true);
    try {
      await this.api.forgetProxmox();
      this.toasts.tell('The Proxmox host and its token are forgotten.');
      await this.load();
      this.end();
    } catch (error) {
      this.toasts.report('The Proxmox host was not forgotten.', toProblem(error));
    } finally {
      this.forgetting.set(false);
    }
  }
}
