import { requireSupportedNode } from './node-version.js';

// Before anything else is imported: the SQLite driver crashes an older Node without a word.
requireSupportedNode();
// Memory of this process is tuned by whoever starts it; the model servers that it starts have needs of their own.
delete process.env['MALLOC_ARENA_MAX'];
delete process.env['MALLOC_TRIM_THRESHOLD_'];
const { run } = await import('./run.js');
// Not awaited: a start that a signal interrupts never settles, and the process ends all the same.
run(process.argv.slice(2), process.env).catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack ?? error)}\n`);
  process.exit(1);
});
