/** What a bundle would do to a slot. */
export const SLOT_CHANGES = ['none', 'set', 'create'] as const;
export type SlotChange = (typeof SLOT_CHANGES)[number];
