import type { ChatToolCallDelta } from '@hal0/dispatcher';
import { CallNumbers } from './call-numbers.js';

/** One call of a tool, as far as it has been told. */
interface Call {
  readonly index: number;
  id: string | undefined;
  name: string;
  args: string;
}

/**
 * Puts the pieces of a stream's tool calls into the order of the calls, for dialects that tell one call after another. A call
 * that begins while an earlier one is not whole waits until that one is, or until the end.
 */
export class CallsInTurn {
  private readonly numbers = new CallNumbers();
  private open: Call | null = null;
  private readonly waiting = new Map<number, Call>();
  private readonly told = new Set<number>();

  /** @returns the pieces that are to be told now; `index` in them is the number of the call */
  take(pieces: readonly ChatToolCallDelta[]): ChatToolCallDelta[] {
    return pieces.flatMap((piece, position) => this.takeOne(piece, this.numbers.of(piece, position)));
  }

  /** The calls that still wait when the stream is at its end. */
  rest(): ChatToolCallDelta[] {
    return this.release(() => true);
  }

  private takeOne({ id, function: called }: ChatToolCallDelta, index: number): ChatToolCallDelta[] {
    const piece: Call = { index, id, name: called?.name ?? '', args: called?.arguments ?? '' };
    if (this.open?.index === index) {
      this.open.args += piece.args;
      return [deltaOf(piece), ...this.release(isWhole)];
    }
    if (this.told.has(index)) {
      if (piece.args.trim() === '') return [];
      throw new Error('more of a tool call that was whole');
    }
    const call = this.waiting.get(index);
    if (!call) this.waiting.set(index, piece);
    else {
      call.id ??= id;
      call.name += piece.name;
      call.args += piece.args;
    }
    return this.release(isWhole);
  }

  private release(isOver: (open: Call) => boolean): ChatToolCallDelta[] {
    const released: ChatToolCallDelta[] = [];
    for (const [index, call] of this.waiting) {
      if (this.open && !isOver(this.open)) break;
      if (this.open) this.told.add(this.open.index);
      this.waiting.delete(index);
      this.open = call;
      released.push(deltaOf(call));
    }
    return released;
  }
}

function isWhole({ args }: Call): boolean {
  try {
    JSON.parse(args);
    return true;
  } catch {
    return false;
  }
}

function deltaOf({ index, id, name, args }: Call): ChatToolCallDelta {
  return { index, ...(id && { id }), function: { ...(name && { name }), arguments: args } };
}
