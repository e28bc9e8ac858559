import type { ModelType } from '@hal0/config';
import type { ModelShape } from '@hal0/hardware';
import type { ModelFacts } from '../../model.js';
import { ModelFileCorruptError } from '../../registry.errors.js';
import { ModelFileNoModelError, ModelFileNoProjectorError } from '../inspection.errors.js';
import { modelShape } from '../model-shape.js';
import type { ByteSource } from './byte-source.js';
import { EndOfFile } from './byte-cursor.js';
import { ggufFacts } from './gguf-facts.js';
import { GgufSyntaxError, readGgufFile, type GgufFile } from './gguf-file.js';

export interface GgufHeader {
  /** What the model is made for; null when the header does not tell. */
  type: ModelType | null;
  architecture: string | null;
  contextLength: number | null;
  /** What the people who made the file call the model. */
  name: string | null;
  license: string | null;
  labels: readonly string[];
  /** What it says about the memory the model takes; null when that is not enough. */
  shape: ModelShape | null;
  facts: ModelFacts;
}

/** All files of a model that is split into several. */
export interface WholeModel {
  weightsBytes: number;
  /** Numbers in all tensors; null when not every file could be looked into. */
  parameters: number | null;
}

/** Encoders: they have no answer to generate. */
const ENCODERS: ReadonlySet<string> = new Set([
  'bert',
  'eurobert',
  'gemma-embedding',
  'jina-bert-v2',
  'jina-bert-v3',
  'modern-bert',
  'neo-bert',
  'nomic-bert',
  'nomic-bert-moe',
  't5encoder',
]);
/** What a GGUF may hold beside models, by `general.type`. Source: gguf-py, `GGUFType`. */
const NO_MODELS: Readonly<Record<string, string>> = {
  adapter: 'an adapter, which changes another model',
  mmproj: 'a projector, which belongs beside the model that it lets see',
  imatrix: 'an importance matrix, which is used to quantise a model',
};
/** Models that draw, by `general.architecture`. Source: `tools/lcpp.patch` of ComfyUI-GGUF, whose form sd.cpp reads too. */
const IMAGE_ARCHITECTURES: ReadonlySet<string> = new Set([
  ...['flux', 'sd1', 'sdxl', 'sd3', 'aura', 'hidream', 'qwen_image', 'lumina2', 'cosmos', 'ltxv', 'hyvid', 'wan'],
]);

/**
 * The header of a GGUF.
 * @param name what the person knows the file by
 * @param whole all files of the model; this one alone when absent
 * @throws ModelFileCorruptError when it cannot be read or the file ends before its last tensor does
 * @throws ModelFileNoModelError
 */
export async function readGguf(source: ByteSource, name: string, whole?: WholeModel): Promise<GgufHeader> {
  const file = await read(source, name);
  const noModel = NO_MODELS[ggufFacts(file).fileType ?? ''];
  if (noModel !== undefined) throw new ModelFileNoModelError(name, noModel);
  requireWhole(file, source, name);
  return describe(file, whole ?? { weightsBytes: source.sizeBytes, parameters: file.parameters });
}

/**
 * Whether a GGUF is what lets a model see or hear.
 * @throws ModelFileNoProjectorError when it is not
 * @throws ModelFileCorruptError when it cannot be read or is not whole
 */
export async function requireProjector(source: ByteSource, name: string): Promise<void> {
  const file = await read(source, name);
  if (ggufFacts(file).fileType !== 'mmproj') throw new ModelFileNoProjectorError(name);
  requireWhole(file, source, name);
}

/** Numbers in the tensors of a file; null when it cannot be read. */
export async function countParameters(source: ByteSource): Promise<number | null> {
  try {
    return (await readGgufFile(source)).parameters;
  } catch (error) {
    if (error instanceof EndOfFile || error instanceof GgufSyntaxError) return null;
    throw error;
  }
}

function requireWhole({ tensors, neededBytes }: GgufFile, { sizeBytes }: ByteSource, name: string): void {
  if (!tensors) throw new ModelFileCorruptError(name, 'the file holds no weights');
  if (neededBytes > sizeBytes) {
    throw new ModelFileCorruptError(name, `the file is truncated: ${sizeBytes} of ${neededBytes} bytes are there`);
  }
}

async function read(source: ByteSource, name: string): Promise<GgufFile> {
  try {
    return await readGgufFile(source);
  } catch (error) {
    if (error instanceof EndOfFile) {
      throw new ModelFileCorruptError(name, 'the file is truncated: it ends within its header', error);
    }
    if (error instanceof GgufSyntaxError) {
      throw new ModelFileCorruptError(name, `its header cannot be read: ${error.message}`, error);
    }
    throw error;
  }
}

function describe(file: GgufFile, { weightsBytes, parameters }: WholeModel): GgufHeader {
  const facts = { ...ggufFacts(file), parameters };
  const { architecture, contextLength } = facts;
  const type = typeOf(facts);
  const [name, license] = ['general.name', 'general.license'].map((key) => file.metadata.get(key));
  return {
    type,
    architecture,
    contextLength,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : null,
    license: typeof license === 'string' ? license : null,
    labels: type === 'llm' ? labelsOf(facts) : [],
    shape: modelShape(file, weightsBytes, isEncoder(architecture)),
    facts,
  };
}

function labelsOf({ toolCalling, reasoning }: ModelFacts): string[] {
  return [...(toolCalling ? ['tool-calling'] : []), ...(reasoning ? ['reasoning'] : [])];
}

function typeOf({ architecture, poolingType }: ModelFacts): ModelType | null {
  // Converters for models that draw leave it out.
  if (architecture === null) return null;
  if (IMAGE_ARCHITECTURES.has(architecture)) return 'image';
  if (poolingType === 'rank') return 'reranking';
  return isEncoder(architecture) || (poolingType !== null && poolingType !== 'none') ? 'embedding' : 'llm';
}

const isEncoder = (architecture: string | null): boolean => architecture !== null && ENCODERS.has(architecture);
