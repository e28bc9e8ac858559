import { compareByPreference, quantizationIn, stemOf } from './file-names.js';
import type { HubFile } from './hub-repository.js';

/** One of the forms that a repository has its model in. */
export interface HubVariant {
  /** As people type it: `Q4_K_M`, `UD-Q4_K_XL`; the file's name without its ending where that does not tell it from the others. */
  name: string;
  /** What has to be fetched, the one that is loaded first. */
  files: readonly HubFile[];
  /** Of all files together. */
  sizeBytes: number;
  /** As the name says: `Q4_K_M`, `F16` …; null when it does not. */
  quantization: string | null;
  /** Whether it is split into several files. */
  sharded: boolean;
}

/** Source: llama.cpp, `llama_split_path`. */
const SHARD = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
const GGUF = /\.gguf$/i;
/** What whisper.cpp's own repository calls its models. */
const WHISPER = /(?:^|\/)ggml-[^/]*\.bin$/i;
const SAFETENSORS = /\.safetensors$/i;
/** Part of a model of many files for other programs. */
const SAFETENSORS_SHARD = /-\d{5}-of-\d{5}\.safetensors$/i;
/** Belongs to a model, or was used to make it, and is none itself. */
const COMPANION = /mmproj|imatrix|^(?:dflash|draft|eagle\d*|mtp)[-_.]/i;
const PROJECTOR = /mmproj/i;

/** Which is taken when nobody says. The first is llama.cpp's own choice; the rest by what is close to it. */
const PREFERRED_QUANTIZATIONS = [
  ...[
    'Q4_K_M',
    'UD-Q4_K_XL',
    'Q4_K_XL',
    'UD-Q4_K_M',
    'MXFP4',
    'MXFP4_MOE',
    'Q4_K_S',
    'Q4_0',
    'Q4_1',
    'IQ4_NL',
    'IQ4_XS',
  ],
  ...['Q5_K_M', 'UD-Q5_K_XL', 'Q5_K_S', 'Q5_0', 'Q5_1', 'Q6_K', 'UD-Q6_K_XL', 'Q8_0', 'UD-Q8_K_XL'],
];
/** A projector is small, and loses much when it is quantised. Every backend has F16. */
const PREFERRED_PROJECTORS = ['F16', 'BF16', 'Q8_0', 'F32'];

/** The forms of the model, smallest first. A split one with a part missing is none. */
export function modelVariants(files: readonly HubFile[]): readonly HubVariant[] {
  const found = [...loadable(files)].map(([stem, group]) => ({
    stem,
    files: group,
    quantization: quantizationIn(stem),
  }));
  const times = countsOf(found.map(({ quantization }) => quantization));
  return found
    .map(({ stem, files: group, quantization }) => ({
      name: quantization !== null && isGguf(group) && times.get(quantization) === 1 ? quantization : stem,
      files: group,
      sizeBytes: group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      quantization,
      sharded: group.length > 1,
    }))
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes || a.name.localeCompare(b.name));
}

/** The variant that people mean by its name, its quantisation or one of its files, in any case. */
export function findVariant(variants: readonly HubVariant[], wanted: string): HubVariant | undefined {
  const is = (text: string | null | undefined) => text?.toLowerCase() === wanted.toLowerCase();
  const only = (fitting: readonly HubVariant[]) => (fitting.length === 1 ? fitting[0] : undefined);
  return (
    variants.find(({ name }) => is(name)) ??
    variants.find(({ files }) => files.some(({ path }) => is(path))) ??
    only(variants.filter(({ files }) => is(files[0]?.path.split('/').at(-1)))) ??
    only(variants.filter(({ quantization }) => is(quantization) || is(quantization?.replace(/^UD-/, ''))))
  );
}

/** The variant that is taken when none is named; undefined when there is no model. */
export function defaultVariant(variants: readonly HubVariant[]): HubVariant | undefined {
  return variants.toSorted(compareByPreference(PREFERRED_QUANTIZATIONS))[0];
}

/** The projectors that a repository has for pictures, in the order in which they are preferred. */
export function mmprojFiles(files: readonly HubFile[]): readonly HubFile[] {
  return files
    .filter(({ path }) => GGUF.test(path) && PROJECTOR.test(nameOf(path)))
    .map((file) => ({ file, quantization: quantizationIn(stemOf(file.path)), sizeBytes: file.sizeBytes }))
    .toSorted(compareByPreference(PREFERRED_PROJECTORS))
    .map(({ file }) => file);
}

/** The projector that is fetched with a model; undefined when there is none. */
export const mmprojFile = (files: readonly HubFile[]): HubFile | undefined => mmprojFiles(files)[0];

/** Files that can be loaded, by the name they have in common; the parts of a split one in order. */
function loadable(files: readonly HubFile[]): ReadonlyMap<string, readonly HubFile[]> {
  const models = files.filter(({ path }) => !COMPANION.test(nameOf(path)));
  const ggufs = models.filter(({ path }) => GGUF.test(path) || WHISPER.test(path));
  // Beside a GGUF the other files are what it was made of.
  const some = ggufs.length ? ggufs : models.filter(({ path }) => isSingleSafetensors(path));
  const groups = new Map<string, HubFile[]>();
  for (const file of some.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const stem = SHARD.exec(file.path)?.[1] ?? file.path.replace(/\.[^./]+$/, '');
    const group = groups.get(stem);
    if (group) group.push(file);
    else groups.set(stem, [file]);
  }
  const names = countsOf([...groups.keys()].map(stemOf));
  const whole = [...groups].filter(([, group]) => isWhole(group));
  return new Map(whole.map(([stem, group]) => [(names.get(stemOf(stem)) ?? 0) > 1 ? stem : stemOf(stem), group]));
}

const isGguf = ([first]: readonly HubFile[]): boolean => GGUF.test(first?.path ?? '');
const isSingleSafetensors = (path: string): boolean => SAFETENSORS.test(path) && !SAFETENSORS_SHARD.test(path);

function isWhole(group: readonly HubFile[]): boolean {
  const count = SHARD.exec(group[0]?.path ?? '')?.[3];
  return group.length === (count === undefined ? 1 : Number(count));
}

/** How often each of them is there. */
function countsOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;
