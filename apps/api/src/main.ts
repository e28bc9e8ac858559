import { requireSupportedNode } from './node-version.js';

// Before anything else is imported: the SQLite driver crashes an older Node without a word.
requireSupportedNode();
const { run } = await import('./run.js');
await run(process.argv.slice(2), process.env);
