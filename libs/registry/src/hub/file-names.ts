/** How a file was quantised, at the end of its name. `UD-` is Unsloth's mark for their own mixtures. */
const QUANTIZATION =
  /(?:^|[-._])((?:UD[-_])?(?:I?Q\d+_[A-Z0-9]+(?:_[A-Z0-9]+)*|TQ\d_\d|MXFP4(?:_MOE)?|NVFP4|BF16|FP16|F16|FP32|F32))$/i;

/** `Q4_K_M` of `Model-q4_k_m`; null when the name does not tell. */
export function quantizationIn(stem: string): string | null {
  const found = QUANTIZATION.exec(stem)?.[1]?.toUpperCase();
  return found?.replace(/^UD_/, 'UD-').replace(/^FP(16|32)$/, 'F$1') ?? null;
}

/** What the file at an address is called; as it stands there when it is encoded in no way that is known. */
export function nameAt({ pathname }: URL): string {
  const name = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The name of a file without folder and ending. */
export function stemOf(path: string): string {
  const name = path.split('/').at(-1) ?? path;
  return name.replace(/\.(?:gguf|safetensors|bin|onnx)$/i, '').replace(/^ggml-/, '');
}

/** Orders by a list of quantisations, then from small to large. */
export function compareByPreference(preferred: readonly string[]) {
  type Ranked = { quantization: string | null; sizeBytes: number };
  const rank = ({ quantization }: Ranked) => {
    const place = preferred.indexOf(quantization ?? '');
    return place < 0 ? preferred.length : place;
  };
  return (a: Ranked, b: Ranked): number => rank(a) - rank(b) || a.sizeBytes - b.sizeBytes;
}

/** `Model` of `Model-Q4_K_M`. */
export const withoutQuantization = (stem: string): string => stem.replace(QUANTIZATION, '');
