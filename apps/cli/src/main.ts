#!/usr/bin/env node
import { run } from './run.js';
import { processTerminal } from './terminal/terminal.js';

// Whoever reads the output may stop reading: `hal0 slot list | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), processTerminal);
