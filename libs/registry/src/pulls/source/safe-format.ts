import { PullSourceInvalidError, PullUnsafeFormatError } from '../pull.errors.js';

/** Python's pickle and archives of it: loading one runs what is in it. */
const UNSAFE = /\.(?:pt|pth|ckpt|pkl|pickle|joblib|h5|keras)$/i;
/** May be either a pickle or a model of whisper.cpp. */
const UNCLEAR = /\.bin$/i;
const SAFE = /\.(?:gguf|safetensors|bin|onnx|json)$/i;
/** 0x67676d6c in little-endian order: the start of a whisper.cpp model. */
const GGML_MAGIC = '6c6d6767';

/** Whether only the first bytes tell that the file is safe. */
export const needsLook = (path: string): boolean => UNCLEAR.test(path);

/** @throws PullUnsafeFormatError, PullSourceInvalidError when it is no format of a model at all */
export function requireSafeName(path: string): void {
  const name = path.split('/').at(-1) ?? path;
  if (UNSAFE.test(name)) throw new PullUnsafeFormatError(name);
  if (!SAFE.test(name)) throw new PullSourceInvalidError(`"${name}" is not a file of a model.`);
}

/**
 * @param start of a file that {@link needsLook}; four bytes will do
 * @throws PullUnsafeFormatError
 */
export function requireSafeStart(path: string, start: Buffer): void {
  if (start.subarray(0, 4).toString('hex') !== GGML_MAGIC)
    throw new PullUnsafeFormatError(path.split('/').at(-1) ?? path);
}
