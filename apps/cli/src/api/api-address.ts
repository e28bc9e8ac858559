import { Hal0Paths } from '@hal0/platform/paths';
import { UsageError } from '../cli.errors.js';
import { readRunFile, type RunFile } from './run-file.js';

const DEFAULT_ADDRESS = 'http://127.0.0.1:8080';

export interface ApiAddress {
  url: URL;
  /** Whether the API can be taken to run: somebody named the address, or the process of the run file is alive. */
  isRunning: boolean;
}

/** Where the API is: `--url`, else HAL0_API_URL, else the run file of a running one, else the address of a fresh install. */
export async function findApi(chosen: string | undefined, environment: NodeJS.ProcessEnv): Promise<ApiAddress> {
  const named = chosen ?? (environment['HAL0_API_URL'] || undefined);
  if (named !== undefined) return { url: parsed(named), isRunning: true };
  const running = await runFileOf(new Hal0Paths(environment['HAL0_HOME']));
  if (running === 'hidden') return { url: parsed(DEFAULT_ADDRESS), isRunning: true };
  return { url: parsed(running?.url ?? DEFAULT_ADDRESS), isRunning: running?.isAlive === true };
}

/** The file of somebody else is `hidden`: their API runs, for all that can be told. */
async function runFileOf({ apiRunFile }: Hal0Paths): Promise<RunFile | 'hidden' | undefined> {
  try {
    return await readRunFile(apiRunFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return 'hidden';
    throw error;
  }
}

function parsed(address: string): URL {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`"${address}" is not an http address.`);
  // An API behind a path prefix keeps its prefix.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
