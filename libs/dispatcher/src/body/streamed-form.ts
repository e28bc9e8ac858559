import { SpoolFile, StorageFullError } from '@hal0/platform';
import { Readable } from 'node:stream';
import { ModelNamedTwiceError, UploadRoomError } from './body.errors.js';
import type { ByteSpan } from './byte-span.js';
import { FormScanner } from './form-scanner.js';
import type { RequestBody } from './request-body.js';

/** So much of every form is held in memory; most are no larger. */
const MEMORY_BYTES = 16 * 1_048_576;

export interface FormStorage {
  /** Folder for forms that are too large for memory and name their model after the file. */
  folder: string;
  /** How much of a form is held in memory. */
  memoryBytes?: number;
}

type Pieces = AsyncIterator<Buffer, unknown, undefined>;

/**
 * A form with files in it (RFC 7578), passed on as it came but for the model. A form that fits is held in memory. A larger
 * one goes straight through to the model server if its model is known by then, and else by way of a file: memory stays
 * the same for hours of sound. Source: ARCHITECTURE, "Two ways through the house".
 */
export class StreamedForm implements RequestBody {
  private streaming: Readable | null = null;

  private constructor(
    readonly contentType: string,
    private readonly scanner: FormScanner,
    private readonly held: Buffer,
    private readonly spool: SpoolFile | null,
    /** What is still to come of a form that goes straight through. */
    private readonly coming: Pieces | null,
  ) {}

  /**
   * Reads as much of a form as has to be known before it can be sent anywhere. The client is held back while the disk or
   * the model server is slower than it.
   * @returns undefined when it is no whole form with the boundary that the content type tells
   * @throws UploadRoomError, and whatever `source` throws
   */
  static async receive(
    source: AsyncIterable<Buffer>,
    contentType: string,
    { folder, memoryBytes = MEMORY_BYTES }: FormStorage,
  ): Promise<StreamedForm | undefined> {
    const scanner = FormScanner.for(contentType);
    if (!scanner) return undefined;
    const pieces = source[Symbol.asyncIterator]() as Pieces;
    let held: Buffer[] = [];
    let size = 0;
    let spool: SpoolFile | null = null;
    try {
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
        const piece = next.value;
        scanner.push(piece);
        size += piece.length;
        if (spool) await spool.append(piece);
        else held.push(piece);
        if (spool || size <= memoryBytes) continue;
        if (scanner.named('model')[0]?.isWhole)
          return new StreamedForm(contentType, scanner, Buffer.concat(held), null, pieces);
        spool = await SpoolFile.open(folder);
        for (const early of held) await spool.append(early);
        held = [];
      }
    } catch (error) {
      await spool?.close();
      throw error instanceof StorageFullError ? new UploadRoomError(error) : error;
    }
    if (scanner.isWhole) return new StreamedForm(contentType, scanner, Buffer.concat(held), spool, null);
    await spool?.close();
    return undefined;
  }

  get replayable(): boolean {
    return this.coming === null;
  }

  /** How many parts have this name; of a form that goes straight through, as far as it has come. */
  count(name: string): number {
    return this.scanner.named(name).length;
  }

  /** Bytes of the first part of this name; 0 when there is none. */
  size(name: string): number {
    const [part] = this.scanner.named(name);
    return part ? part.span.end - part.span.start : 0;
  }

  /** The first field of this name; undefined when there is none, or when it has not come yet. */
  text(name: string): string | undefined {
    return this.texts(name)[0];
  }

  /** All fields of this name that have come. */
  texts(name: string): string[] {
    const fields = this.scanner.named(name).filter(({ isWhole }) => isWhole);
    return fields.flatMap(({ text }) => (text ? Buffer.concat(text).toString() : []));
  }

  unchanged(): Buffer | Readable {
    return this.edited({ start: 0, end: 0 }, Buffer.alloc(0));
  }

  forModel(model: string): Buffer | Readable {
    const [named] = this.scanner.named('model');
    if (!named) return this.edited({ start: 0, end: 0 }, this.modelPart(model));
    return this.text('model') === model ? this.unchanged() : this.edited(named.span, Buffer.from(model));
  }

  dispose(): void {
    this.streaming?.destroy();
    void this.coming?.return?.();
    void this.spool?.close();
  }

  /** The form with `text` in the place of `span`. */
  private edited(span: ByteSpan, text: Buffer): Buffer | Readable {
    const { spool, coming, held } = this;
    if (spool) return Readable.from(fromSpool(spool, span, text), { objectMode: false });
    const bytes = text.length ? Buffer.concat([held.subarray(0, span.start), text, held.subarray(span.end)]) : held;
    if (!coming) return bytes;
    this.streaming = Readable.from(this.through(bytes, coming), { objectMode: false });
    return this.streaming;
  }

  private async *through(first: Buffer, coming: Pieces): AsyncGenerator<Buffer, void, undefined> {
    yield first;
    for (let next = await coming.next(); next.done !== true; next = await coming.next()) {
      this.scanner.push(next.value);
      // The model server might take the second one, which nobody has checked.
      if (this.count('model') > 1) throw new ModelNamedTwiceError();
      yield next.value;
    }
  }

  private modelPart(model: string): Buffer {
    return Buffer.from(
      `--${this.scanner.boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\n${model}\r\n`,
    );
  }
}

async function* fromSpool(spool: SpoolFile, span: ByteSpan, text: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield* spool.read(0, span.start);
  yield text;
  yield* spool.read(span.end, spool.size);
}
