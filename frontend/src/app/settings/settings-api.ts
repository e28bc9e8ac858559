import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { revisionsList } from '../../api/fn/settings/revisions-list';
import { revisionsUndo } from '../../api/fn/settings/revisions-undo';
import { secretsList } from '../../api/fn/secrets/secrets-list';
import { secretsRemove } from '../../api/fn/secrets/secrets-remove';
import { secretsSet } from '../../api/fn/secrets/secrets-set';
import { settingsPreview } from '../../api/fn/settings/settings-preview';
import { settingsView } from '../../api/fn/settings/settings-view';
import { settingsReload } from '../../api/fn/settings/settings-reload';
import { settingsUpdate } from '../../api/fn/settings/settings-update';
import { settingsSchema } from '../../api/fn/settings/settings-schema';
import type { RevisionsPageDto, SecretDto, SettingsChangeDto, SettingsDto, SettingsPreviewDto } from '../../api/models';
import type { JsonSchema } from './form/json-schema';

/** Nested tables of hal0.toml; null takes a key out, which brings its default back. */
export type SettingsPatch = Record<string, unknown>;

/** The settings part of the API, in the dashboard's words. */
@Service()
export class SettingsApi {
  private readonly api = inject(Api);

  read(): Promise<SettingsDto> {
    return this.api.invoke(settingsView);
  }

  schema(): Promise<JsonSchema> {
    return this.api.invoke(settingsSchema);
  }

  preview(body: SettingsPatch): Promise<SettingsPreviewDto> {
    return this.api.invoke(settingsPreview, { body });
  }

  save(body: SettingsPatch): Promise<SettingsChangeDto> {
    return this.api.invoke(settingsUpdate, { body });
  }

  reload(): Promise<SettingsChangeDto> {
    return this.api.invoke(settingsReload);
  }

  revisions(limit: number, before?: number): Promise<RevisionsPageDto> {
    return this.api.invoke(revisionsList, { limit, before });
  }

  undo(id: number): Promise<SettingsChangeDto> {
    return this.api.invoke(revisionsUndo, { id });
  }

  secrets(): Promise<SecretDto[]> {
    return this.api.invoke(secretsList);
  }

  async writeSecret(name: string, value: string): Promise<void> {
    await this.api.invoke(secretsSet, { name, body: { value } });
  }

  async removeSecret(name: string): Promise<void> {
    await this.api.invoke(secretsRemove, { name });
  }
}
