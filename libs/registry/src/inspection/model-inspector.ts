import type { ModelType } from '@hal0/config';
import type { ModelShape } from '@hal0/hardware';
import { fileFacts, Hal0Error, readBytes, type FileFacts } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import type { ModelFacts } from '../model.js';
import { notGgufProblem, START_BYTES } from '../pulls/source/gguf-start.js';
import { ModelFileCorruptError, ModelFileMissingError, ModelTypeUnknownError } from '../registry.errors.js';
import { fileSource } from './gguf/byte-source.js';
import { countParameters, readGguf, requireProjector, type WholeModel } from './gguf/gguf-header.js';
import { ModelFileNoProjectorError, ModelFileUnreadableError } from './inspection.errors.js';
import { shardPaths } from './shards.js';
import { WHISPER_HEADER_BYTES, whisperFacts } from './whisper-header.js';

/** What a model file says about itself. */
export interface Inspection {
  type: ModelType;
  sizeBytes: number;
  architecture: string | null;
  contextLength: number | null;
  /** What the people who made the file call the model. */
  name: string | null;
  license: string | null;
  /** Abilities beyond the type. */
  labels: readonly string[];
  /** Whether the header proves that no byte is missing at the end. */
  provenWhole: boolean;
  /** What it says about the memory the model takes; null when the format does not tell. */
  shape: ModelShape | null;
  /** Null when the format does not tell. */
  facts: ModelFacts | null;
}

/** A type is null when the format does not tell. */
type Found = Omit<Inspection, 'type'> & { type: ModelType | null };

/** "GGUF" at the start of a llama.cpp model. */
export const GGUF_MAGIC = '47475546';
/** 0x67676d6c in little-endian order: the start of a whisper.cpp model. */
export const WHISPER_MAGIC = '6c6d6767';

/** Reads what a model file is, from its header alone. */
@Injectable()
export class ModelInspector {
  /** The latest result per path, so that a load of an unchanged file does not parse its vocabulary again. */
  private readonly known = new Map<string, { facts: FileFacts; found: Found }>();

  /**
   * @param type what the file is meant for; taken from the file when absent.
   * @throws ModelFileMissingError, ModelFileUnreadableError, ModelFileCorruptError, ModelFileNoModelError, ModelTypeUnknownError
   */
  async inspect(path: string, type?: ModelType): Promise<Inspection> {
    return reading(path, () => this.look(path, type));
  }

  /**
   * Whether a file is what lets a model see or hear.
   * @throws ModelFileMissingError, ModelFileUnreadableError, ModelFileCorruptError, ModelFileNoProjectorError
   */
  async requireProjector(path: string): Promise<void> {
    await reading(path, async () => {
      const facts = await fileFacts(path);
      if (!facts) throw new ModelFileMissingError(path);
      const magic = (await readBytes(path, 4)).toString('hex');
      if (magic !== GGUF_MAGIC) throw new ModelFileNoProjectorError(path);
      await requireProjector(fileSource(path, facts.sizeBytes), path);
    });
  }

  private async look(path: string, type: ModelType | undefined): Promise<Inspection> {
    const facts = await fileFacts(path);
    if (!facts) {
      this.known.delete(path);
      throw new ModelFileMissingError(path);
    }
    const magic = (await readBytes(path, 4)).toString('hex');
    requireFormat(path, magic, type);
    const found = await this.find(path, facts, magic);
    const told = type ?? found.type;
    if (told === null) throw await noTypeError(path);
    return { ...found, type: told };
  }

  private async find(path: string, facts: FileFacts, magic: string): Promise<Found> {
    const known = this.known.get(path);
    if (known?.facts.sizeBytes === facts.sizeBytes && known.facts.modifiedMs === facts.modifiedMs) return known.found;
    const found = await read(path, facts, magic);
    this.known.set(path, { facts, found });
    return found;
  }
}

/** Says what the operating system has against reading a file. */
async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Hal0Error || code === undefined) throw error;
    throw new ModelFileUnreadableError(path, code, error);
  }
}

/** A file that says what it is called is asked why it is not that before anybody is asked what it is for. */
async function noTypeError(path: string): Promise<Hal0Error> {
  const problem = /\.gguf$/i.test(path) ? notGgufProblem(await readBytes(path, START_BYTES)) : undefined;
  return problem === undefined ? new ModelTypeUnknownError(path) : new ModelFileCorruptError(path, problem);
}

async function read(path: string, { sizeBytes }: FileFacts, magic: string): Promise<Found> {
  if (magic === GGUF_MAGIC) {
    const header = await readGguf(fileSource(path, sizeBytes), path, await wholeModel(path, sizeBytes));
    return { ...header, sizeBytes, provenWhole: true };
  }
  const untold = { contextLength: null, name: null, license: null, labels: [], provenWhole: false, shape: null };
  if (magic !== WHISPER_MAGIC) return { ...untold, type: null, sizeBytes, architecture: null, facts: null };
  const facts = whisperFacts(await readBytes(path, WHISPER_HEADER_BYTES));
  return { ...untold, type: 'transcription', sizeBytes, architecture: 'whisper', facts };
}

/** A large model is split into several files, and loaded by its first. Undefined when there is only this one. */
async function wholeModel(path: string, sizeBytes: number): Promise<WholeModel | undefined> {
  const paths = shardPaths(path);
  if (!paths.length) return undefined;
  const facts = await Promise.all(paths.map((shard) => fileFacts(shard)));
  const sizes = [sizeBytes, ...facts.map((each) => each?.sizeBytes ?? 0)];
  const counts: (number | null)[] = [];
  for (const [at, shard] of [path, ...paths].entries()) {
    counts.push(await countParameters(fileSource(shard, sizes[at] ?? 0)));
  }
  const isComplete = counts.every((count) => count !== null);
  return { weightsBytes: total(sizes), parameters: isComplete ? total(counts) : null };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function requireFormat(path: string, magic: string, type: ModelType | undefined): void {
  if (magic === '') throw new ModelFileCorruptError(path, 'the file is empty');
  const isLanguageModel = type === 'llm' || type === 'embedding' || type === 'reranking';
  if (isLanguageModel && magic !== GGUF_MAGIC) {
    throw new ModelFileCorruptError(path, `the file is not a GGUF (first bytes ${magic})`);
  }
  if (type === 'transcription' && magic !== WHISPER_MAGIC) {
    throw new ModelFileCorruptError(path, `the file is not a whisper.cpp model (first bytes ${magic})`);
  }
}
