import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { ProxmoxSettingsDto, ProxmoxTestDto, SaveProxmoxDto } from '../../../api/models';
import { fieldErrors } from '../../core/field-errors';
import { toProblem } from '../../core/to-problem';
import { describeMib } from '../../ui/bytes';
import { Button } from '../../ui/button';
import { InputFields, type FieldSpec } from '../../ui/input-fields';
import { keyboardWithin } from '../../ui/keyboard';
import { Note } from '../../ui/note';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Switch } from '../../ui/switch';
import { HardwareApi } from '../hardware-api';
import { Order } from '../../core/live/order';

const PORT = 8006;

type Typed = 'host' | 'port' | 'user' | 'tokenName' | 'tokenValue';

const FIELDS: readonly FieldSpec<Typed>[] = [
  { key: 'host', id: 'proxmox-host', label: 'Host', help: 'Name or address.', empty: 'pve.lan', required: true },
  {
    key: 'port',
    id: 'proxmox-port',
    label: 'Port',
    kind: 'number',
    min: 1,
    help: `${PORT} unless changed.`,
    required: true,
  },
  { key: 'user', id: 'proxmox-user', label: 'User', help: 'With its realm.', required: true },
  {
    key: 'tokenName',
    id: 'proxmox-token-name',
    label: 'Token name',
    help: 'The part behind the exclamation mark.',
    empty: 'hal0',
    required: true,
  },
];

/** Where Proxmox is, and as whom it is asked. The token goes in and never comes out. */
@Component({
  selector: 'h0-proxmox-form',
  imports: [Order, Button, InputFields, Note, ProblemNote, Switch],
  templateUrl: './proxmox-form.html',
  styleUrl: './proxmox-form.css',
  host: { '(keydown.escape)': 'dismissed.emit()' },
})
export class ProxmoxForm {
  readonly current = input.required<ProxmoxSettingsDto>();
  readonly saved = output<ProxmoxSettingsDto>();
  readonly dismissed = output();

  private readonly api = inject(HardwareApi);
  /** Filled in once: what is typed stays when the status is read again. */
  protected readonly draft = linkedSignal<ProxmoxSettingsDto, SaveProxmoxDto>({
    source: this.current,
    computation: (current, typed) => typed?.value ?? filledIn(current),
  });
  protected readonly fields = computed<readonly FieldSpec<Typed>[]>(() => {
    const kept = this.current().tokenValueSet;
    return [
      ...FIELDS,
      {
        key: 'tokenValue',
        id: 'proxmox-token-value',
        label: 'Token value',
        kind: 'password',
        mono: true,
        wide: true,
        required: !kept,
        help: kept
          ? 'Stored, and not shown. Leave it empty to keep it; a test needs it again.'
          : 'Stored readable by hal0 alone, and not shown again.',
      },
    ];
  });
  /** A port that is not there yet is no number. */
  protected readonly typed = computed(() => ({ ...this.draft(), port: this.draft().port || null }));
  protected readonly busy = signal<'test' | 'save' | null>(null);
  protected readonly found = signal<ProxmoxTestDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly success = computed(() => {
    const found = this.found();
    if (!found?.ok) return null;
    const { node, hostMemTotalMib, tenantsTotal, nodeNote } = found;
    return [
      `${this.draft().host} answers: node ${node ?? 'unnamed'}`,
      ...(hostMemTotalMib === null ? [] : [describeMib(hostMemTotalMib)]),
      ...(tenantsTotal === null ? [] : [`${tenantsTotal} ${tenantsTotal === 1 ? 'guest' : 'guests'}`]),
    ]
      .join(', ')
      .concat(nodeNote ? `. ${nodeNote}` : '.');
  });

  constructor() {
    keyboardWithin()('input');
  }

  protected set(change: Partial<SaveProxmoxDto>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.found.set(null);
  }

  protected type(key: Typed, text: string): void {
    this.set({ [key]: key === 'port' ? Number(text) : key === 'tokenValue' ? text || undefined : text });
  }

  protected test(): Promise<void> {
    return this.ask('test', async () => this.found.set(await this.api.testProxmox(this.draft())));
  }

  protected save(): Promise<void> {
    return this.ask('save', async () => this.saved.emit(await this.api.saveProxmox(this.draft())));
  }

  private async ask(what: 'test' | 'save', request: () => Promise<void>): Promise<void> {
    this.busy.set(what);
    this.found.set(null);
    this.problem.set(null);
    this.errors.set(new Map());
    try {
      await request();
    } catch (error) {
      this.errors.set(fieldErrors(error));
      if (this.errors().size === 0) this.problem.set(toProblem(error));
    } finally {
      this.busy.set(null);
    }
  }
}

function filledIn({ host, port, user, tokenName, verifySsl }: ProxmoxSettingsDto): SaveProxmoxDto {
  return { host: host ?? '', port: port ?? PORT, user: user ?? 'root@pam', tokenName: tokenName ?? '', verifySsl };
}
