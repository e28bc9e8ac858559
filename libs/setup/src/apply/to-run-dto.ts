import type { BundleRunDto } from '../http/bundle-run.dto.js';
import type { BundleRun } from './bundle-run.js';

/** A run with its figures over all models. */
export function toRunDto({
  id,
  manifest,
  npuOptIn,
  state,
  startedAt,
  finishedAt,
  models,
  slots,
}: BundleRun): BundleRunDto {
  const bytesTotal = sum(models.map((model) => model.bytesTotal));
  const bytesDone = sum(models.map((model) => model.bytesDone));
  const bytesPerSecond = sum(models.map((model) => model.bytesPerSecond));
  const left = bytesTotal - bytesDone;
  return {
    ...{ id, bundle: manifest.id, name: manifest.name, toy: manifest.toy, npuOptIn, state },
    ...{ bytesDone, bytesTotal, percent: percent(state, bytesDone, bytesTotal), bytesPerSecond },
    secondsLeft: state === 'running' && bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null,
    ...{
      startedAt,
      finishedAt,
      models: models.map((model) => ({ ...model })),
      slots: slots.map((slot) => ({ ...slot })),
    },
  };
}

/** The last percent is what comes after the last byte: the check of the file, and the slot. */
function percent(state: BundleRun['state'], done: number, total: number): number {
  if (state === 'completed') return 100;
  return total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
