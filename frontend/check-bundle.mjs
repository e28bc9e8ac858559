// What a browser downloads before the first page shows, compressed. The budgets in angular.json see raw sizes only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const LIMIT_KB = 120;

const folder = process.argv[2] ?? join(import.meta.dirname, 'dist', 'browser');
const html = readFileSync(join(folder, 'index.html'), 'utf8');
const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => path);
const files = ['index.html', ...new Set(named)];
const kilobytes = (compress) =>
  files.reduce((sum, file) => sum + compress(readFileSync(join(folder, file))).length, 0) / 1000;

const [gzip, brotli] = [kilobytes(gzipSync), kilobytes(brotliCompressSync)];
const figures = `${gzip.toFixed(1)} kB gzip, ${brotli.toFixed(1)} kB brotli, ${files.length} files`;
if (gzip > LIMIT_KB) {
  process.exitCode = 1;
  console.error(`The dashboard's initial bundle is over ${LIMIT_KB} kB compressed: ${figures}.`);
} else {
  console.log(`The dashboard's initial bundle: ${figures} (limit ${LIMIT_KB} kB gzip).`);
}
