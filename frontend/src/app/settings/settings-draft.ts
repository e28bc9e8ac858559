import { Service, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { SettingsPreviewDto } from '../../api/models';
import { EventStream } from '../core/events/event-stream';
import { fieldErrors } from '../core/field-errors';
import { toProblem } from '../core/to-problem';
import type { Problem } from '../ui/problem';
import { Toasts } from '../ui/toasts';
import { nested } from './form/path';
import type { Setting } from './form/setting';
import { fromInput, isHidden, toInput, type ControlInput } from './form/setting-input';
import { SettingsApi } from './settings-api';
import { SettingsStore } from './settings.store';

/** A change that has not been saved. */
export interface Edit {
  setting: Setting;
  /** What the control holds; null takes the key out of hal0.toml, so that the default holds again. */
  input: ControlInput | null;
  before: unknown;
  /** What hal0.toml shall say; null for nothing. */
  after: unknown;
}

/**
 * What has been changed on the page and not been saved. It outlives the page, so that nothing is lost by looking
 * somewhere else meanwhile, and keeps the values underneath from moving as long as there is something in it.
 */
@Service()
export class SettingsDraft {
  private readonly api = inject(SettingsApi);
  private readonly store = inject(SettingsStore);
  private readonly toasts = inject(Toasts);
  private readonly inputs = signal<ReadonlyMap<string, Pick<Edit, 'setting' | 'input'>>>(new Map());
  private readonly refused = signal<ReadonlyMap<string, string>>(new Map());
  private readonly elsewhere = signal<string | null>(null);
  private asked = 0;

  readonly edits = computed<readonly Edit[]>(() =>
    [...this.inputs().values()]
      .map(({ setting, input }) => {
        const before = this.store.value(setting);
        return { setting, input, before, after: input === null ? null : fromInput(setting, input) };
      })
      .filter(
        ({ input, before, after }) => input === null || (!same(before ?? null, after) && !untouched(before, input)),
      ),
  );
  readonly patch = computed(() =>
    nested(this.edits().map(({ setting, after }) => ({ path: setting.path, value: after }))),
  );
  /** What the API says the change would do; null until it has been asked, or when it refuses. */
  readonly preview = signal<SettingsPreviewDto | null>(null);
  /** Why the change as a whole was refused. */
  readonly problem = signal<Problem | null>(null);
  readonly saving = signal(false);
  /** Which keys were changed elsewhere meanwhile, if that is known; null while the page shows what is there. */
  readonly outdated = this.elsewhere.asReadonly();
  readonly hasErrors = computed(() => this.refused().size > 0);

  constructor() {
    const stream = inject(EventStream);
    stream
      .on('config.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(({ data }) => this.catchUp(data.paths.join(', ')));
    stream.resync.pipe(takeUntilDestroyed()).subscribe(() => this.catchUp(''));
  }

  editOf({ key }: Setting): Edit | undefined {
    return this.edits().find(({ setting }) => setting.key === key);
  }

  /** What is wrong with a setting, as the rest of a sentence that its name begins. */
  errorOf({ key }: Setting): string | null {
    return this.refused().get(key) ?? null;
  }

  /** What the control of a setting holds now. */
  inputOf(setting: Setting): ControlInput {
    const edit = this.inputs().get(setting.key);
    if (!edit) return toInput(setting, this.store.value(setting));
    return edit.input ?? toInput(setting, setting.default);
  }

  change(setting: Setting, input: ControlInput | null): void {
    this.inputs.update((inputs) => new Map(inputs).set(setting.key, { setting, input }));
    this.forgetVerdict(setting);
  }

  drop(setting: Setting): void {
    this.inputs.update((inputs) => new Map([...inputs].filter(([key]) => key !== setting.key)));
    this.forgetVerdict(setting);
  }

  discard(): void {
    this.inputs.set(new Map());
    this.clear();
    void this.refresh();
  }

  /** Asks the API what it thinks of the change. Nothing is written. */
  async check(): Promise<void> {
    const asked = ++this.asked;
    if (this.edits().length === 0) return;
    try {
      const preview = await this.api.preview(this.patch());
      if (asked !== this.asked) return;
      this.refused.set(new Map());
      this.problem.set(null);
      this.preview.set(preview);
    } catch (error) {
      if (asked === this.asked) this.refuse(error);
    }
  }

  async save(): Promise<boolean> {
    if (this.saving()) return false;
    this.saving.set(true);
    this.asked++;
    const saved = this.inputs();
    try {
      const { changes, applyPlan } = await this.api.save(this.patch());
      this.clear();
      // What was typed meanwhile is not saved.
      this.inputs.update((inputs) => new Map([...inputs].filter(([key, input]) => saved.get(key) !== input)));
      await this.store.load();
      const keys = changes.map(({ path }) => path).join(', ');
      this.toasts.tell(
        `Saved ${keys || 'nothing new'}.${applyPlan.serviceRestart.length ? ' hal0 must be started again.' : ''}`,
      );
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    } finally {
      this.saving.set(false);
    }
  }

  /** Shows the values as they are now; edits stay. */
  async refresh(): Promise<void> {
    this.elsewhere.set(null);
    await this.store.load();
  }

  private catchUp(paths: string): void {
    // Saving reads everything again by itself.
    if (this.saving()) return;
    if (this.edits().length > 0) this.elsewhere.set(paths);
    else void this.refresh();
  }

  private refuse(error: unknown): void {
    const errors = fieldErrors(error);
    this.refused.set(errors);
    this.preview.set(null);
    const shown = new Set(this.edits().map(({ setting }) => setting.key));
    const isShownInPlace = errors.size > 0 && [...errors.keys()].every((key) => shown.has(key));
    this.problem.set(isShownInPlace ? null : toProblem(error));
  }

  private forgetVerdict({ key }: Setting): void {
    this.asked++;
    this.preview.set(null);
    this.problem.set(null);
    this.refused.update((errors) => new Map([...errors].filter(([path]) => path !== key)));
  }

  private clear(): void {
    this.refused.set(new Map());
    this.preview.set(null);
    this.problem.set(null);
    this.elsewhere.set(null);
  }
}

/** A value that is not shown leaves its control empty. */
function untouched(before: unknown, input: ControlInput): boolean {
  return isHidden(before) && input === '';
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
