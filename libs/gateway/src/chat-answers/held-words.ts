/** In characters: more than any model says in one answer. */
export const MOST_HELD = 32 * 1_048_576;
/** What a piece takes in memory beside its text. */
const PIECE = 32;
/** What an item takes that says nothing: its id, and the names of its fields. */
const ITEM = 300;

/** Counts what a translation keeps of a stream until its end, so that one without an end does not fill the memory. */
export class HeldWords {
  private held = 0;

  /** @throws Error when there is more than one answer can have */
  keep(...texts: (string | undefined)[]): void {
    this.add(texts.reduce((sum, text) => sum + PIECE + (text?.length ?? 0), 0));
  }

  /** @throws Error when there are more than one answer can have */
  keepItem(): void {
    this.add(ITEM);
  }

  private add(characters: number): void {
    this.held += characters;
    if (this.held > MOST_HELD) throw new Error('its answer has no end');
  }
}
