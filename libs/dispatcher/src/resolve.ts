import type { ModelType } from '@hal0/config';
import { isComing, isDispatchable, type Slot, type SlotIndex } from '@hal0/slots';
import { NoRouteError, SlotTypeMismatchError } from './dispatcher.errors.js';

const VIRTUAL_PREFIX = 'hal0/';

/**
 * The slot that serves a request: by slot name, by `hal0/<slot>`, by registry id, or the default of the type when no
 * model is named. Source: ARCHITECTURE section 4, "model in a request".
 *
 * @throws NoRouteError that says what was tried, SlotTypeMismatchError
 */
export function resolve(index: SlotIndex, model: string | undefined, type: ModelType): Slot {
  if (model === undefined) {
    const slot = index.byType.get(type);
    if (!slot) throw new NoRouteError(undefined, type, [`the default slot of type ${type}`]);
    return slot;
  }
  const slot = byName(index, model) ?? byModel(index, model, type);
  if (!slot) {
    throw new NoRouteError(model, type, [`slot "${model}"`, `enabled slots that serve the model "${model}"`]);
  }
  if (slot.record.type !== type) throw new SlotTypeMismatchError(slot.name, slot.record.type, type);
  return slot;
}

function byName(index: SlotIndex, model: string): Slot | undefined {
  const name = model.startsWith(VIRTUAL_PREFIX) ? model.slice(VIRTUAL_PREFIX.length) : model;
  return index.byName.get(name);
}

function byModel(index: SlotIndex, model: string, type: ModelType): Slot | undefined {
  const candidates = index.byModel.get(model);
  if (!candidates || candidates.length < 2) return candidates?.[0];
  const fitting = candidates.filter(({ record }) => record.type === type);
  return [...(fitting.length ? fitting : candidates)].sort((a, b) => rank(a) - rank(b))[0];
}

/** A loaded slot before one that is coming, that before one that would have to start, a broken one last. */
function rank({ state }: Slot): number {
  if (isDispatchable(state)) return 0;
  if (isComing(state)) return 1;
  return state === 'error' ? 3 : 2;
}
