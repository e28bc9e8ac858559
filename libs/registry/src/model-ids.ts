import { basename, extname } from 'node:path';

/** As Lemonade calls the models of FastFlowLM that it knows itself: `qwen3-0.6b-FLM`. */
export const idFromCheckpoint = (checkpoint: string): string => `${checkpoint.replaceAll(':', '-')}-FLM`;

/** The file's name without its ending, with what an id may not hold turned into dashes. */
export function idFromPath(path: string): string {
  return basename(path, extname(path))
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 128);
}
