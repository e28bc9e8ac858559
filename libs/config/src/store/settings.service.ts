import { ValidationInvalidError, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import type { ApplyPlanFieldsDto, SettingsChangeDto, SettingsDto, SettingsPreviewDto } from '../http/settings.dto.js';
import { isTable } from '../layers/config-layer.js';
import { fieldCatalogue } from '../schema/field-catalogue.js';
import { settingsSchema } from '../schema/settings-schema.js';
import { SecretsService } from '../secrets/secrets.service.js';
import { ConfigStore } from './config-store.js';
import { mergeSettings, pathsSet } from './merge-settings.js';
import type { ConfigEdit } from './plan-edit.js';
import { redactSettings } from './redact-settings.js';
import { servicesToRestart } from './setting-applies.js';
import { toChangeDto, toPreviewDto } from './settings-view.js';
import { tableChanges } from './table-changes.js';

/** The settings as the API shows and changes them. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly store: ConfigStore,
    private readonly secrets: SecretsService,
  ) {}

  view(): SettingsDto {
    const { current } = this.store;
    const table = current.toTable();
    const paths = tableChanges({}, table).map(({ path }) => path);
    return {
      settings: redactSettings(table),
      origins: Object.fromEntries(paths.map((path) => [path, current.origin(path)])),
      pendingRestart: [...this.store.pendingRestart()],
      warnings: [...current.warnings],
      file: this.store.file,
    };
  }

  /**
   * Changes hal0.toml by a part of its table; null removes a key.
   * @throws ValidationInvalidError, SlotsNotSettingsError, and what {@link ConfigStore.edit} throws
   */
  async update(partial: unknown, actor: AuditActor): Promise<SettingsChangeDto> {
    return toChangeDto(await this.store.edit(editOf(partial, actor)), this.store.pendingRestart());
  }

  /** Throws what {@link update} would throw. */
  async preview(partial: unknown): Promise<SettingsPreviewDto> {
    return toPreviewDto(await this.store.preview(editOf(partial, 'operator')));
  }

  /** Reads the files again, that of the secrets too. */
  async reload(actor: AuditActor): Promise<SettingsChangeDto> {
    const change = await this.store.reload(actor);
    this.secrets.reload();
    return toChangeDto(change, this.store.pendingRestart());
  }

  /** JSON Schema of hal0.toml, as text. */
  schema(): string {
    return JSON.stringify(settingsSchema(), null, 2);
  }

  fieldPlan(): ApplyPlanFieldsDto {
    return {
      fields: fieldCatalogue().map(({ path, applies }) => ({ path, applies, services: servicesToRestart(applies) })),
    };
  }
}

function editOf(partial: unknown, actor: AuditActor): ConfigEdit {
  if (!isTable(partial))
    throw new ValidationInvalidError({ '<root>': 'Send the settings to change as a JSON object.' });
  return {
    ...{ file: 'hal0', action: 'config.update', actor },
    change: (table) => mergeSettings(table, partial),
    sets: pathsSet(partial),
  };
}
