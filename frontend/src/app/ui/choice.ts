/** One of several things that can be chosen. */
export interface Choice<T extends string = string> {
  id: T;
  /** As a person reads it. */
  label: string;
}

/** Words that are read as they are written. */
export function asChoices<T extends string>(words: readonly T[]): readonly Choice<T>[] {
  return words.map((id) => ({ id, label: id }));
}
