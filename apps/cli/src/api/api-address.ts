import { readFile } from 'node:fs/promises';
import { UsageError } from '../cli.errors.js';

const DEFAULT_ADDRESS = 'http://127.0.0.1:8080';

/** Where the API is: `--url`, else HAL0_API_URL, else the run file of a running one, else the address of a fresh install. */
export async function findApi(chosen: string | undefined, environment: NodeJS.ProcessEnv): Promise<URL> {
  const address =
    chosen ?? (environment['HAL0_API_URL'] || undefined) ?? (await fromRunFile(environment)) ?? DEFAULT_ADDRESS;
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`"${address}" is not an http address.`);
  // An API behind a path prefix keeps its prefix.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

async function fromRunFile(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Loaded only when it is needed: the library behind it takes longer to load than most commands take to run.
  const { Hal0Paths } = await import('@hal0/platform');
  try {
    const text = await readFile(new Hal0Paths(environment['HAL0_HOME']).apiRunFile, 'utf8');
    const { url } = JSON.parse(text) as { url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
