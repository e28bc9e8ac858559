import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inClone } from '../bootstrap/clone.mjs';

/** What a browser must fetch before the first page shows, compressed. */
const INITIAL_BUDGET = 120_000;
const FONT_BUDGET = 50 * 1024;

/** Compares the built dashboard with its budgets. */
export function bundleBudget() {
  const folder = inClone('frontend/dist/browser');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css))"/g)].map(([, file]) => file);
  const initial = [...new Set(files)].filter((file) => existsSync(join(folder, file)));
  const bytes = initial.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  const faults = [];
  if (initial.length === 0) faults.push('index.html names no script: the dashboard was not built as expected.');
  if (bytes > INITIAL_BUDGET)
    faults.push(`The first page needs ${kilobytes(bytes)} compressed; the budget is ${kilobytes(INITIAL_BUDGET)}.`);
  for (const file of fonts(folder)) {
    const size = readFileSync(join(folder, file)).length;
    if (size > FONT_BUDGET) faults.push(`${file} is ${kilobytes(size)}; a font may have ${kilobytes(FONT_BUDGET)}.`);
  }
  return { ok: faults.length === 0, note: `${kilobytes(bytes)} initial`, output: faults.join('\n') };
}

const fonts = (folder) => readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.woff2'));

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
