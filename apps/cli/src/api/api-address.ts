import { Hal0Paths } from '@hal0/platform/paths';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../cli.errors.js';
import { readRunFile, type RunFile } from './run-file.js';

const DEFAULT_ADDRESS = 'http://127.0.0.1:8080';

export interface ApiAddress {
  url: URL;
  /** Whether the API can be taken to run: somebody named the address, or the process of the run file is alive. */
  isRunning: boolean;
  /** What to say who is calling, where the API asks for it. */
  key: string | undefined;
}

/** Where the API is: `--url`, else HAL0_API_URL, else the run file of a running one, else the address of a fresh install. */
export async function findApi(chosen: string | undefined, environment: NodeJS.ProcessEnv): Promise<ApiAddress> {
  const paths = new Hal0Paths(environment['HAL0_HOME']);
  const given = environment['HAL0_API_KEY']?.trim() || undefined;
  const running = await runFileOf(paths);
  const here = running !== 'hidden' && running?.isAlive ? parsed(running.url) : undefined;
  const named = chosen ?? (environment['HAL0_API_URL'] || undefined);
  const url = parsed(named ?? (running === 'hidden' ? undefined : running?.url) ?? DEFAULT_ADDRESS);
  const isRunning = named !== undefined || running === 'hidden' || here !== undefined;
  // The operator's token is for this machine's own hal0 and is sent nowhere else.
  const key = given ?? (here?.origin === url.origin ? await operatorToken(paths) : undefined);
  return { url, isRunning, key };
}

/** Undefined for whoever may not read it; the API then says what is missing. */
async function operatorToken({ operatorToken: file }: Hal0Paths): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return undefined;
  }
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
