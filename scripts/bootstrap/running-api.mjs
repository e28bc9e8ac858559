import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { readJson } from './clone.mjs';

const ANSWER_MS = 5_000;

/** The API's own note of its process id and address, written once it listens and removed when it ends. */
const runFileOf = (home) => join(home, 'var-lib/hal0/api.json');

export const logFileOf = (home) => join(home, 'var-log/hal0/api.log');

/** What the run file says: {pid, url, readyAt, alive}; undefined when there is none. `readyAt` comes with the last startup word. */
export function runningApi(home) {
  const file = runFileOf(home);
  if (!existsSync(file)) return undefined;
  try {
    const { pid, url, readyAt } = readJson(file);
    return { pid, url, readyAt, alive: isApi(pid) };
  } catch {
    return undefined; // Not readable as JSON: the API writes it whole, so this is not its file.
  }
}

/** Whether that process is the API and not a later one that was given the same number. */
function isApi(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.js');
  } catch (error) {
    return process.platform !== 'linux' || error.code === 'EACCES';
  }
}

/** The JSON answer of the API, or undefined while it does not give one. */
export function ask(url, path) {
  return new Promise((resolve) => {
    const request = get(new URL(path, url), { timeout: ANSWER_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('error', () => resolve(undefined));
      response.on('end', () => {
        try {
          resolve(response.statusCode === 200 ? JSON.parse(text) : undefined);
        } catch {
          resolve(undefined);
        }
      });
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
