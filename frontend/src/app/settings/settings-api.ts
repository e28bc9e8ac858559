import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import {
  revisionsList,
  revisionsUndo,
  secretsList,
  secretsRemove,
  secretsSet,
  settingsPreview,
  settingsView,
  settingsReload,
  settingsUpdate,
  settingsSchema,
} from '../../api/functions';
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
