import { readFile } from 'node:fs/promises';

/** What the API notes of itself while it runs. */
export interface RunFile {
  pid: number;
  url: string;
  /** Whether that process is still there. */
  isAlive: boolean;
}

/** Undefined when there is none, or none that makes sense. @throws the error of a file that may not be read */
export async function readRunFile(file: string): Promise<RunFile | undefined> {
  try {
    const { pid, url } = JSON.parse(await readFile(file, 'utf8')) as { pid?: unknown; url?: unknown };
    if (typeof pid !== 'number' || typeof url !== 'string') return undefined;
    return { pid, url, isAlive: isAlive(pid) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
