import { Component, computed, inject, input, linkedSignal, output, signal, untracked } from '@angular/core';
import type { UpstreamAuthStyle, UpstreamDto, UpstreamPresetDto, UpstreamTrialDto } from '../../api/models';
import { fieldErrors } from '../core/field-errors';
import { keptAnswer } from '../core/live/kept-answer';
import { Order } from '../core/live/order';
import { toProblem } from '../core/to-problem';
import { Button } from '../ui/button';
import { InputField } from '../ui/input-field';
import { InputFields, type FieldSpec } from '../ui/input-fields';
import { Panel } from '../ui/panel';
import type { Problem } from '../ui/problem';
import { ProblemNote } from '../ui/problem-note';
import { SelectField } from '../ui/select-field';
import { Switch } from '../ui/switch';
import { describeTrial } from './trial-words';
import { UpstreamsApi } from './upstreams-api';

const AUTH: readonly { id: UpstreamAuthStyle; label: string; help: string }[] = [
  { id: 'bearer', label: 'Authorization: Bearer', help: 'As OpenAI and most others want it.' },
  { id: 'anthropic', label: 'x-api-key, as Anthropic', help: 'It is then spoken to in the words of Anthropic.' },
  { id: 'header', label: 'A header of its own', help: 'Its name stands below.' },
  { id: 'google_query', label: 'In the query, as Google', help: 'As `?key=`.' },
  { id: 'none', label: 'No key', help: 'Whoever reaches it may use it, as on a network of your own.' },
];

/** Its settings, apart from whether it is enabled. */
type Draft = Pick<
  UpstreamDto,
  | 'name'
  | 'url'
  | 'authStyle'
  | 'authHeader'
  | 'keyName'
  | 'timeoutSeconds'
  | 'concurrency'
  | 'advertiseModels'
  | 'models'
>;

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

type Limit = 'timeoutSeconds' | 'concurrency';

const LIMITS: readonly FieldSpec<Limit>[] = [
  {
    key: 'timeoutSeconds',
    id: 'up-timeout',
    label: 'Timeout',
    kind: 'number',
    min: 1,
    help: 'Seconds of silence before an answer is given up.',
  },
  {
    key: 'concurrency',
    id: 'up-at-once',
    label: 'At once',
    kind: 'number',
    min: 1,
    help: 'Requests sent there at the same time; the rest wait.',
    empty: 'no limit',
  },
];

const NUMBERS: ReadonlySet<keyof Draft> = new Set(LIMITS.map(({ key }) => key));

/** Settings of one upstream, new or known. Its key goes to the secrets and lives in the field until then. */
@Component({
  selector: 'h0-upstream-form',
  imports: [Button, InputField, InputFields, Order, Panel, ProblemNote, SelectField, Switch],
  templateUrl: './upstream-form.html',
  styleUrls: ['../ui/panel-form.css', './upstream-form.css'],
})
export class UpstreamForm {
  /** The one to change; absent for a new one. */
  readonly upstream = input<UpstreamDto>();
  readonly closed = output();

  private readonly api = inject(UpstreamsApi);
  protected readonly auth = AUTH;
  protected readonly limits = LIMITS;
  protected readonly presets = keptAnswer(() => this.api.presets());
  protected readonly preset = signal<UpstreamPresetDto | null>(null);
  private readonly opened = computed(() => this.upstream()?.name);
  /** As it was when the form was opened: news of its state does not undo what is being typed. */
  protected readonly draft = linkedSignal<string | undefined, Draft>({
    source: this.opened,
    computation: () => fieldsOf(untracked(this.upstream)),
  });
  protected readonly key = signal('');
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly trial = signal<UpstreamTrialDto | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());

  protected readonly chosen = computed(() => this.upstream() !== undefined || this.preset() !== null);
  protected readonly title = computed(() => {
    const known = this.upstream();
    return known ? `Edit ${known.name}` : 'Add an upstream';
  });
  protected readonly authHelp = computed(() => AUTH.find(({ id }) => id === this.draft().authStyle)?.help ?? '');
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
    return trial && describeTrial(trial);
  });

  constructor() {
    void this.presets.load();
  }

  protected begin(preset: UpstreamPresetDto): void {
    const { id, url, authStyle, keyName } = preset;
    this.preset.set(preset);
    this.draft.set({ ...EMPTY, name: id === 'custom' ? '' : id, url, authStyle, keyName });
  }

  /** Nothing typed is what a new upstream begins with. */
  protected type(name: keyof Draft, text: string): void {
    this.change({ [name]: text === '' ? EMPTY[name] : NUMBERS.has(name) ? Number(text) : text });
  }

  protected list(text: string): void {
    const ids = text.split(/[\s,]+/).filter((id) => id !== '');
    this.change({ models: [...new Set(ids)] });
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

function fieldsOf(upstream: UpstreamDto | undefined): Draft {
  if (!upstream) return EMPTY;
  const { name, url, authStyle, authHeader, keyName, timeoutSeconds, concurrency, advertiseModels, models } = upstream;
  return { name, url, authStyle, authHeader, keyName, timeoutSeconds, concurrency, advertiseModels, models };
}
