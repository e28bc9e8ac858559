import type { ChatToolCallDelta } from '@hal0/dispatcher';
import { HeldWords } from './held-words.js';

/**
 * Tells which call of an answer a piece belongs to. Some model servers leave `index` out, or say 0 for every call: then
 * another id begins another call, if it comes with a name. Others make up an id for every piece.
 */
export class CallNumbers {
  private readonly current = new Map<number, { number: number; id: string | undefined }>();
  private count = 0;
  /** Whoever asks keeps the piece. */
  private readonly held = new HeldWords();

  /**
   * @param position of the piece in its list
   * @throws Error when there are more pieces than one answer can have
   */
  of({ index, id, function: called }: ChatToolCallDelta, position: number): number {
    this.held.keep(called?.name, called?.arguments, id);
    const key = index ?? position;
    const known = this.current.get(key);
    const isAnother = known?.id && id && id !== known.id && called?.name;
    if (known && !isAnother) {
      known.id ??= id;
      return known.number;
    }
    const number = this.count;
    this.count += 1;
    this.current.set(key, { number, id });
    return number;
  }
}
