import { readBytes } from '@hal0/platform';

/** Something of known length that can be read in pieces. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** At least `length` bytes from `position` on, if there are so many; more where asking again would cost something. */
  read(position: number, length: number): Promise<Buffer>;
}

const FILE_WINDOW = 256 * 1024;

export function fileSource(path: string, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read(position, length) {
      return readBytes(path, Math.max(length, FILE_WINDOW), position);
    },
  };
}
