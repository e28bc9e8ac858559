import type { ApplyPlanDto, SettingsChangeDto, SettingsPreviewDto } from '../http/settings.dto.js';
import type { SettingApplies } from '../schema/setting.decorator.js';
import { redactChange } from './redact-settings.js';
import { servicesToRestart } from './setting-applies.js';
import type { SettingsChange } from './settings-change.js';

/** A change as the API tells it. */
export function toChangeDto(
  { changes, revisionId }: SettingsChange,
  pendingRestart: readonly string[],
): SettingsChangeDto {
  return {
    changes: changes.map(redactChange),
    applyPlan: planOf(changes),
    revisionId,
    pendingRestart: [...pendingRestart],
  };
}

export function toPreviewDto({ change, diff }: { change: SettingsChange; diff: string }): SettingsPreviewDto {
  return { changes: change.changes.map(redactChange), applyPlan: planOf(change.changes), diff };
}

function planOf(changes: SettingsChange['changes']): ApplyPlanDto {
  const paths = (wanted: SettingApplies) => changes.flatMap(({ path, applies }) => (applies === wanted ? [path] : []));
  const serviceRestart = paths('service-restart');
  return {
    immediate: paths('immediate'),
    serviceRestart,
    services: serviceRestart.length > 0 ? servicesToRestart('service-restart') : [],
  };
}
