import { Component, computed, inject, input, linkedSignal, output, signal, untracked } from '@angular/core';
import { fieldErrors } from '../core/field-errors';
import { keptAnswer } from '../core/live/kept-answer';
import { Order } from '../core/live/order';
import { toProblem } from '../core/to-problem';
import type { AuthStyle, Upstream } from '../core/upstreams/upstream';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { describeDuration } from '../ui/numbers';
import { Panel } from '../ui/panel';
import type { Problem } from '../ui/problem';
import { ProblemNote } from '../ui/problem-note';
import { Switch } from '../ui/switch';
import { UpstreamsApi, type UpstreamFields, type UpstreamPreset, type UpstreamTrial } from './upstreams-api';

const AUTH: readonly { id: AuthStyle; label: string }[] = [
  { id: 'bearer', label: 'Authorization: Bearer' },
  { id: 'anthropic', label: 'x-api-key, as Anthropic (and its API)' },
  { id: 'header', label: 'A header of its own' },
  { id: 'google_query', label: 'In the query, as Google' },
  { id: 'none', label: 'No key' },
];

interface Draft extends UpstreamFields {
  name: string;
}

const EMPTY: Draft = {
  name: '',
  url: '',
  authStyle: 'bearer',
  authHeader: null,
  keyName: null,
  timeoutSeconds: 300,
  concurrency: null,
  advertiseModels: true,
  models: [],
};

/** Settings of one upstream, new or known. Its key goes to the secrets and lives in the field until then. */
@Component({
  selector: 'h0-upstream-form',
  imports: [Button, Field, Order, Panel, ProblemNote, Switch],
  templateUrl: './upstream-form.html',
  styleUrl: './upstream-form.css',
})
export class UpstreamForm {
  /** The one to change; absent for a new one. */
  readonly upstream = input<Upstream>();
  readonly closed = output();

  private readonly api = inject(UpstreamsApi);
  protected readonly auth = AUTH;
  protected readonly presets = keptAnswer(() => this.api.presets());
  protected readonly preset = signal<UpstreamPreset | null>(null);
  private readonly opened = computed(() => this.upstream()?.name);
  /** As it was when the form was opened: news of its state does not undo what is being typed. */
  protected readonly draft = linkedSignal<string | undefined, Draft>({
    source: this.opened,
    computation: () => fieldsOf(untracked(this.upstream)),
  });
  protected readonly key = signal('');
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly trial = signal<UpstreamTrial | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());

  protected readonly chosen = computed(() => this.upstream() !== undefined || this.preset() !== null);
  protected readonly title = computed(() => {
    const known = this.upstream();
    return known ? `Edit ${known.name}` : 'Add an upstream';
  });
  protected readonly keyHelp = computed(() => {
    const known = this.upstream();
    const kept = 'Kept among the secrets, and not shown again.';
    return known?.keySet && known.keyName === this.draft().keyName
      ? `It is set. Leave this empty to keep it. ${kept}`
      : kept;
  });
  protected readonly can = computed(() => this.draft().name !== '' && this.draft().url !== '' && !this.busy());
  protected readonly says = computed(() => {
    const trial = this.trial();
    if (!trial) return null;
    if (!trial.ok) return trial.error ?? 'It did not answer as expected.';
    const time = trial.latencyMs === null ? '' : ` in ${describeDuration(trial.latencyMs)}`;
    return `It answered${time} and lists ${trial.models.length} models.`;
  });

  constructor() {
    void this.presets.load();
  }

  protected begin(preset: UpstreamPreset): void {
    const { id, url, authStyle, keyName } = preset;
    this.preset.set(preset);
    this.draft.set({ ...EMPTY, name: id === 'custom' ? '' : id, url, authStyle, keyName });
  }

  protected text(name: 'name' | 'url' | 'keyName' | 'authHeader', event: Event): void {
    const value = (event.target as HTMLInputElement).value.trim();
    this.change({ [name]: value === '' && (name === 'keyName' || name === 'authHeader') ? null : value });
  }

  protected number(name: 'timeoutSeconds' | 'concurrency', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.change({ [name]: value === '' ? EMPTY[name] : Number(value) });
  }

  protected list(event: Event): void {
    const ids = (event.target as HTMLTextAreaElement).value.split(/[\s,]+/).filter((id) => id !== '');
    this.change({ models: [...new Set(ids)] });
  }

  protected pickAuth(event: Event): void {
    this.change({ authStyle: (event.target as HTMLSelectElement).value as AuthStyle });
  }

  protected change(part: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...part }));
    this.errors.update((errors) => new Map([...errors].filter(([name]) => !(name in part))));
    this.refused.set(null);
    this.trial.set(null);
  }

  protected test(): Promise<void> {
    return this.during(async () => {
      const { name: _name, ...fields } = this.draft();
      this.trial.set(await this.api.testUnsaved({ ...fields, ...(this.key() && { key: this.key() }) }));
    });
  }

  protected save(): Promise<void> {
    if (!this.can()) return Promise.resolve();
    return this.during(async () => {
      const { name, ...fields } = this.draft();
      // First the key: an upstream that has none yet would be asked in vain.
      if (this.key() && fields.keyName) await this.api.writeKey(fields.keyName, this.key());
      await (this.upstream() ? this.api.change(name, fields) : this.api.create({ name, ...fields }));
      this.key.set('');
      this.closed.emit();
    });
  }

  private async during(act: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.refused.set(null);
    try {
      await act();
    } catch (error) {
      this.errors.set(fieldErrors(error));
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

function fieldsOf(upstream: Upstream | undefined): Draft {
  if (!upstream) return EMPTY;
  const { name, url, authStyle, authHeader, keyName, timeoutSeconds, concurrency, advertiseModels, models } = upstream;
  return { name, url, authStyle, authHeader, keyName, timeoutSeconds, concurrency, advertiseModels, models };
}
