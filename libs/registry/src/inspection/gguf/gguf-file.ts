import { ByteCursor } from './byte-cursor.js';
import type { ByteSource } from './byte-source.js';
import { ggmlBytes } from './ggml-types.js';

/** A short list holds whole numbers only, true and false being 1 and 0. */
export type GgufValue = string | number | readonly number[];

/** What the header of a GGUF file holds, without its long lists (vocabulary, merges). */
export interface GgufFile {
  metadata: ReadonlyMap<string, GgufValue>;
  /** How many entries each list has, long ones too. */
  lengths: ReadonlyMap<string, number>;
  tensors: number;
  /** Numbers in all of them. */
  parameters: number;
  /** Bytes the file must have for its last tensor to be there. */
  neededBytes: number;
}

/** The header breaks the format; the message says how. */
export class GgufSyntaxError extends Error {}

/** Value types of the format that have a fixed size. Source: the GGUF specification, "gguf_metadata_value_type". */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  0: 1, // uint8
  1: 1, // int8
  2: 2, // uint16
  3: 2, // int16
  4: 4, // uint32
  5: 4, // int32
  6: 4, // float32
  7: 1, // bool
  10: 8, // uint64
  11: 8, // int64
  12: 8, // float64
};
const UINT32 = 4;
const INT32 = 5;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;
const UINT64 = 10;

/** Generous bounds: the largest published models have under 100 keys, 10,000 tensors and 300,000 words. */
const MAX_KEYS = 10_000;
const MAX_TENSORS = 1_000_000;
const MAX_LIST_LENGTH = 16_000_000;
const MAX_KEY_LENGTH = 65_535;
const MAX_DIMENSIONS = 4;
const MAX_NESTING = 4;
/** Lists of one number per layer are read; the deepest published models have under 200 layers. */
const MAX_NUMBERS = 1_024;
/** Longer texts are of no use here and are passed over. Chat templates are tens of kilobytes. */
const MAX_TEXT_LENGTH = 1024 * 1024;
const DEFAULT_ALIGNMENT = 32;

/**
 * Reads the header of a GGUF file in small pieces. The vocabulary, by far its largest part, is walked over instead of being
 * made into strings: a 150,000-word one would otherwise stop every stream for a fifth of a second and take 300 MB.
 *
 * @throws GgufSyntaxError, EndOfFile
 */
export async function readGgufFile(source: ByteSource): Promise<GgufFile> {
  const cursor = new ByteCursor(source);
  await cursor.fill(24);
  cursor.skip(4);
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) throw new GgufSyntaxError(`version ${version} of the format is not known`);
  const tensors = bounded(cursor.uint64(), MAX_TENSORS, 'tensors');
  const keys = bounded(cursor.uint64(), MAX_KEYS, 'keys');
  const metadata = new Map<string, GgufValue>();
  const lengths = new Map<string, number>();
  for (let index = 0; index < keys; index++) {
    const key = await readKey(cursor);
    await cursor.fill(4);
    const type = cursor.uint32();
    const { value, length } = type === ARRAY ? await readList(cursor, 1) : { value: await readValue(cursor, type) };
    if (value !== undefined) metadata.set(key, value);
    if (length !== undefined) lengths.set(key, length);
  }
  const { parameters, end } = await readTensors(cursor, tensors);
  const alignment = metadata.get('general.alignment');
  const start = alignUp(
    cursor.position,
    typeof alignment === 'number' && alignment > 0 ? alignment : DEFAULT_ALIGNMENT,
  );
  return { metadata, lengths, tensors, parameters, neededBytes: start + end };
}

async function readKey(cursor: ByteCursor): Promise<string> {
  await cursor.fill(8);
  const length = bounded(cursor.uint64(), MAX_KEY_LENGTH, 'bytes in a name');
  await cursor.fill(length);
  return cursor.text(length);
}

/** The value if it is a text or a whole number; what nobody asks for is passed over. */
async function readValue(cursor: ByteCursor, type: number): Promise<string | number | undefined> {
  if (type === STRING) return readText(cursor);
  const bytes = fixedBytes(type);
  await cursor.fill(bytes);
  if (type === UINT32 || type === INT32) return cursor.uint32();
  if (type === UINT64) return cursor.uint64();
  cursor.skip(bytes);
  return undefined;
}

async function readText(cursor: ByteCursor): Promise<string | undefined> {
  await cursor.fill(8);
  const length = cursor.uint64();
  if (length > MAX_TEXT_LENGTH) {
    cursor.skip(length);
    return undefined;
  }
  await cursor.fill(length);
  return cursor.text(length);
}

/** The length of a list, and its entries if they are few and whole numbers; everything else is walked over. */
async function readList(cursor: ByteCursor, depth: number): Promise<{ length: number; value?: readonly number[] }> {
  if (depth > MAX_NESTING) throw new GgufSyntaxError('its lists are nested too deeply');
  await cursor.fill(12);
  const type = cursor.uint32();
  const length = cursor.uint64();
  if ((type === UINT32 || type === INT32 || type === BOOL) && length <= MAX_NUMBERS) {
    await cursor.fill(length * fixedBytes(type));
    return { length, value: Array.from({ length }, () => (type === BOOL ? cursor.uint8() : cursor.uint32())) };
  }
  if (type !== STRING && type !== ARRAY) {
    cursor.skip(length * fixedBytes(type));
    return { length };
  }
  bounded(length, MAX_LIST_LENGTH, 'entries in a list');
  for (let index = 0; index < length; index++) {
    if (type === ARRAY) await readList(cursor, depth + 1);
    else {
      if (!cursor.has(8)) await cursor.fill(8);
      cursor.skip(cursor.uint64());
    }
  }
  return { length };
}

/** How many numbers there are, and where the last tensor ends, counted from the start of the tensor data. */
async function readTensors(cursor: ByteCursor, tensors: number): Promise<{ parameters: number; end: number }> {
  let [parameters, end] = [0, 0];
  for (let index = 0; index < tensors; index++) {
    await readKey(cursor);
    await cursor.fill(4);
    const dimensions = bounded(cursor.uint32(), MAX_DIMENSIONS, 'dimensions');
    await cursor.fill(dimensions * 8 + 12);
    let count = 1;
    for (let dimension = 0; dimension < dimensions; dimension++) count *= cursor.uint64();
    const type = cursor.uint32();
    parameters += count;
    end = Math.max(end, cursor.uint64() + ggmlBytes(type, count));
  }
  return { parameters, end };
}

function fixedBytes(type: number): number {
  const bytes = FIXED_BYTES[type];
  if (bytes === undefined) throw new GgufSyntaxError(`it holds a value of the unknown type ${type}`);
  return bytes;
}

function bounded(count: number, limit: number, what: string): number {
  if (count > limit) throw new GgufSyntaxError(`it claims ${count} ${what}`);
  return count;
}

const alignUp = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;
