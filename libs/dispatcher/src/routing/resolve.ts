import type { ModelType } from '@hal0/config';
import { isComing, isDispatchable, type Slot, type SlotIndex } from '@hal0/slots';
import { GrantSlotForbiddenError, NoRouteError, SlotTypeMismatchError } from '../dispatcher.errors.js';
import type { Grant } from '../inference-request.js';
import { chainOfModel, chainOfSlot, type Chain } from './chain.js';
import { keptHere } from './kept-here.js';
import type { RoutingIndex } from './routing-index.js';
import type { Target, UpstreamTarget } from './target.js';
import { withoutUsualTag } from './usual-tag.js';

const VIRTUAL_PREFIX = 'hal0/';

/** What decides where a request goes. */
export interface RouteQuestion {
  /** undefined asks for the default of the type. */
  readonly model: string | undefined;
  readonly type: ModelType;
  readonly grant: Grant | null;
}

/** Where a request goes, and why there. */
export interface Route {
  readonly target: Target;
  readonly by: 'default' | 'slot' | 'registry' | 'upstream';
  /** null when nothing serves instead. */
  readonly chain: Chain | null;
}

/**
 * The target that serves a request: by slot name, by `hal0/<slot>`, by registry id, by a provider's model (bare or as
 * `<upstream>/<model>`), by any of those with `:latest` behind it, or the default slot of the type when no model is named. Source: ARCHITECTURE section 4, "model in a
 * request". To a key that keeps its requests here, providers are not there at all: their names could be guessed otherwise.
 *
 * @throws NoRouteError that says what was tried, SlotTypeMismatchError, GrantSlotForbiddenError
 */
export function resolve(index: RoutingIndex, question: RouteQuestion): Route {
  const { model, type, grant } = question;
  if (model === undefined) return defaultRoute(index, type, grant);
  const route = routeOf(index, question, model) ?? routeOf(index, question, withoutUsualTag(model));
  if (!route) throw new NoRouteError(model, type, tried(index, model, grant), keptHere(grant)?.keyName);
  return route;
}

function defaultRoute(index: RoutingIndex, type: ModelType, grant: Grant | null): Route {
  const slot = defaultSlot(index.slots, type, grant);
  if (!slot) throw new NoRouteError(undefined, type, [`the default slot of type ${type}`]);
  return { target: { kind: 'slot', slot }, by: 'default', chain: chainOfSlot(slot.record) };
}

/** Where `model` leads; undefined when nobody goes by that name. */
function routeOf(index: RoutingIndex, { type, grant }: RouteQuestion, model: string | undefined): Route | undefined {
  if (model === undefined) return undefined;
  const named = byName(index.slots, model);
  const slot = named ?? byModel(index.slots, model, type, grant) ?? keeperOf(index.slots, model);
  if (slot) {
    if (!allows(grant, slot)) throw new GrantSlotForbiddenError(grant?.keyName ?? '', model);
    if (slot.record.type !== type) throw new SlotTypeMismatchError(slot.name, slot.record.type, type);
    return { target: { kind: 'slot', slot }, by: named ? 'slot' : 'registry', chain: chainFor(index, slot, model) };
  }
  const target = keptHere(grant) ? undefined : byUpstream(index, model);
  if (!target) return undefined;
  const settings = index.chains[model];
  return { target, by: 'upstream', chain: settings ? chainOfModel(settings, false) : null };
}

/**
 * The next target of a chain that may serve the request, and where the chain goes on after it; undefined when there is none.
 * @param from position in {@link Chain.to}
 * @param staysHere entries that lead out of the machine are passed over
 */
export function nextInChain(
  index: RoutingIndex,
  chain: Chain,
  from: number,
  { type, grant }: RouteQuestion,
  staysHere = false,
): { target: Target; position: number } | undefined {
  for (let at = from; at < chain.to.length; at++) {
    const entry = chain.to[at] as string;
    const slot = byName(index.slots, entry);
    if (slot) {
      if (slot.record.type === type && allows(grant, slot)) return { target: { kind: 'slot', slot }, position: at + 1 };
      continue;
    }
    const mayLeave = !staysHere && !chain.localOnly && !keptHere(grant);
    const target = mayLeave ? byUpstream(index, entry) : undefined;
    if (target) return { target, position: at + 1 };
  }
  return undefined;
}

function defaultSlot(index: SlotIndex, type: ModelType, grant: Grant | null): Slot | undefined {
  const usual = index.byType.get(type);
  if (!usual || allows(grant, usual)) return usual;
  return [...index.byName.values()].find(
    (slot) => slot.record.type === type && slot.record.enabled && slot.record.model && allows(grant, slot),
  );
}

function allows(grant: Grant | null, { name }: Slot): boolean {
  return !grant?.slots || grant.slots.has(name);
}

/** The slot's own chain; that of the model that was asked for when the slot has none. */
function chainFor({ chains }: RoutingIndex, { record }: Slot, model: string): Chain | null {
  const settings = chains[model];
  return chainOfSlot(record) ?? (settings ? chainOfModel(settings, record.local_only) : null);
}

function byName(index: SlotIndex, model: string): Slot | undefined {
  const name = model.startsWith(VIRTUAL_PREFIX) ? model.slice(VIRTUAL_PREFIX.length) : model;
  return index.byName.get(name);
}

function byModel(index: SlotIndex, model: string, type: ModelType, grant: Grant | null): Slot | undefined {
  const candidates = index.byModel.get(model);
  if (!candidates || candidates.length < 2) return candidates?.[0];
  const ranked = [...candidates].sort((a, b) => rank(a) - rank(b));
  const fitting = ranked.filter(({ record }) => record.type === type);
  return fitting.find((slot) => allows(grant, slot)) ?? fitting[0] ?? ranked[0];
}

/** A slot that is switched off still keeps its model's requests on this machine when it is to do so. */
function keeperOf(index: SlotIndex, model: string): Slot | undefined {
  return [...index.byName.values()].find(({ record }) => record.local_only && record.model === model);
}

/** A loaded slot before one that is coming, that before one that would have to start, a broken one last. */
function rank({ state }: Slot): number {
  if (isDispatchable(state)) return 0;
  if (isComing(state)) return 1;
  return state === 'error' ? 3 : 2;
}

/** `<upstream>/<model>` says where; a bare id is looked for in what the providers list. */
function byUpstream({ upstreams }: RoutingIndex, model: string): UpstreamTarget | undefined {
  const slash = model.indexOf('/');
  const named = slash > 0 ? upstreams.byName.get(model.slice(0, slash)) : undefined;
  if (named && slash < model.length - 1) return { kind: 'upstream', upstream: named, model: model.slice(slash + 1) };
  const [upstream] = upstreams.byModel(model);
  return upstream && { kind: 'upstream', upstream, model };
}

/** What a limited key cannot reach is not told to whoever has it. */
function tried({ upstreams }: RoutingIndex, model: string, grant: Grant | null): string[] {
  const onSlots = [`slot "${model}"`, `enabled slots that serve the model "${model}"`];
  if (keptHere(grant)) return onSlots;
  const providers = [...upstreams.byName.keys()];
  return [...onSlots, providers.length ? `models of ${providers.join(', ')}` : 'models of upstreams (there are none)'];
}
