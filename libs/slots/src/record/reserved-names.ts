import { NPU_SEEDED_SLOTS, RESERVED_SLOT_NAMES } from '@hal0/config';

export interface ReservedName {
  name: string;
  /** In one sentence, and what to do about it in another. */
  reason: string;
}

/** Names that no slot can be added under, with why. */
export const RESERVED_NAMES: readonly ReservedName[] = [
  ...RESERVED_SLOT_NAMES.map((name) => ({
    name,
    reason: `The name ${name} means something else to hal0. Choose another.`,
  })),
  ...Object.keys(NPU_SEEDED_SLOTS).map((name) => ({
    name,
    reason: `The name ${name} is kept for a slot on the NPU, which is there as soon as FastFlowLM is. Choose another.`,
  })),
];
