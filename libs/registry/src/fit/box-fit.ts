import type { ModelType } from '@hal0/config';
import {
  fileNeed,
  fits,
  memoryNeed,
  memorySize,
  type FitVerdict,
  type MemoryPools,
  type ModelShape,
  type ServingPlan,
} from '@hal0/hardware';
import { automaticContext } from './automatic-context.js';

/** What of a model decides how much memory it takes. */
export interface FitSubject {
  type: ModelType;
  /** Of everything that is loaded, a projector included. */
  sizeBytes: number;
  /** What the header says; null when it is not known. */
  shape: ModelShape | null;
  /** Tokens the model was made for; null when that is not known. */
  contextLength: number | null;
}

/** Whether a box can run a model with nothing else loaded, and how well. */
export interface BoxFit {
  fits: FitVerdict;
  /** Loaded as a slot does that does not say otherwise. */
  needMib: number;
  /** Largest context for one request; null when nothing is known of the model's shape, or none fits. */
  largestContext: number | null;
  /** One sentence for people that names the numbers. */
  message: string;
}

/** Parts of the memory that the operating system and other programs need too; with more a model fits, but only just. */
const COMFORTABLE_SHARE = 0.9;

/** Pure; `pools` is what the box has. */
export function boxFit(subject: FitSubject, pools: MemoryPools): BoxFit {
  const rough = subject.shape ? '' : 'about ';
  const context = largestContext(subject, pools);
  if (pools.gpu) {
    const card = placeOn(subject, 'gpu');
    const [need, { limitMib }] = [card.gpu, pools.gpu];
    if (need <= limitMib && card.system <= pools.system.limitMib) {
      const told = `needs ${rough}${memorySize(need)} of ${memorySize(limitMib)} (${pools.gpu.limitedBy})`;
      return { ...verdict(need, limitMib, told), needMib: need + card.system, largestContext: context };
    }
  }
  const need = placeOn(subject, 'system').system;
  const { limitMib, freeMib, limitedBy } = pools.system;
  const told = `needs ${rough}${memorySize(need)} of ${memorySize(limitMib)} (${limitedBy})`;
  if (need > limitMib) {
    const message = `needs ${rough}${memorySize(need)}, and there are ${memorySize(limitMib)} (${limitedBy}). Take a smaller model, or one that is quantised further`;
    return { fits: 'no', needMib: need, largestContext: context, message };
  }
  if (pools.gpu) {
    const message = `${told}, as it is too large for the ${memorySize(pools.gpu.limitMib)} of the card; there it is slow`;
    return { fits: 'tight', needMib: need, largestContext: context, message };
  }
  const result = verdict(need, limitMib, told);
  const now = need > freeMib ? `; only ${memorySize(freeMib)} are free now` : '';
  return { ...result, message: result.message + now, needMib: need, largestContext: context };
}

function verdict(needMib: number, limitMib: number, told: string): Pick<BoxFit, 'fits' | 'message'> {
  return needMib <= limitMib * COMFORTABLE_SHARE
    ? { fits: 'yes', message: told }
    : { fits: 'tight', message: `${told}: it leaves next to nothing for anything else` };
}

/** MiB in each place when the model lies in one of them. */
function placeOn({ shape, sizeBytes, ...about }: FitSubject, place: 'system' | 'gpu'): { system: number; gpu: number } {
  if (!shape) {
    const { modelMib, programMib } = fileNeed(sizeBytes);
    return place === 'gpu' ? { system: programMib, gpu: modelMib } : { system: modelMib + programMib, gpu: 0 };
  }
  const whole = { ...shape, weightsBytes: sizeBytes };
  const plan = automaticPlan(about);
  const need = (where: 'system' | 'gpu', share: number) => total({ ...memoryNeed(whole, plan, where, share) });
  return place === 'gpu' ? { system: need('system', 0), gpu: need('gpu', 1) } : { system: need('system', 1), gpu: 0 };
}

function largestContext({ shape, sizeBytes, type, contextLength }: FitSubject, pools: MemoryPools): number | null {
  if (!shape || contextLength === null || type !== 'llm') return null;
  const { system, gpu } = pools;
  const pool = ({ limitMib, limitedBy }: MemoryPools['system']) => ({
    headroomMib: Math.floor(limitMib * COMFORTABLE_SHARE),
    limitedBy,
  });
  const result = fits({
    model: { ...shape, weightsBytes: sizeBytes },
    plan: { contextSize: contextLength },
    pools: { system: pool(system), ...(gpu ? { gpu: pool(gpu) } : {}) },
    marginMib: 0,
  });
  return result.fits === 'no' ? result.largestContext : contextLength;
}

/** As a slot does that says nothing. */
function automaticPlan(about: Pick<FitSubject, 'type' | 'contextLength'>): ServingPlan {
  const contextSize = automaticContext(about);
  // A text is read in one batch.
  return about.type === 'llm' ? { contextSize } : { contextSize, ubatchSize: contextSize };
}

const total = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);
