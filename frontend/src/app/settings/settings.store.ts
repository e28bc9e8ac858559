import { Service, computed, inject, signal } from '@angular/core';
import type { SettingsDto } from '../../api/models';
import { toProblem } from '../core/to-problem';
import type { Problem } from '../ui/problem';
import { type JsonSchema } from './form/json-schema';
import { valueAt } from './form/path';
import type { Setting } from './form/setting';
import { settingGroups } from './form/setting-groups';
import { originOf, type Origin } from './origin';
import { SettingsApi } from './settings-api';

/** hal0.toml as it is in effect, with the schema that its form is made of. */
@Service()
export class SettingsStore {
  private readonly api = inject(SettingsApi);
  private readonly schema = signal<JsonSchema | null>(null);
  private readonly answer = signal<SettingsDto | null>(null);
  private readonly failure = signal<Problem | null>(null);

  /** Null until both have been read. */
  readonly view = computed(() => (this.schema() ? this.answer() : null));
  /** Why there is nothing to show. */
  readonly problem = computed(() => (this.view() ? null : this.failure()));
  readonly groups = computed(() => {
    const schema = this.schema();
    return schema ? settingGroups(schema, this.answer()?.settings) : [];
  });

  value({ path }: Setting): unknown {
    return valueAt(this.answer()?.settings, path);
  }

  origin({ key }: Setting): Origin {
    const view = this.answer();
    return originOf(view?.origins[key], view?.file ?? '');
  }

  async load(): Promise<void> {
    this.failure.set(null);
    try {
      const [schema, view] = await Promise.all([this.schema() ?? this.api.schema(), this.api.read()]);
      this.schema.set(schema);
      this.answer.set(view);
    } catch (error) {
      this.failure.set(toProblem(error));
    }
  }
}
