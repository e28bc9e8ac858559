import { join } from 'node:path';
import { launchOf } from './hal0.mjs';
import { freePort } from './programs.mjs';
import { findNode } from './toolchain.mjs';

const ENTRY = join(import.meta.dirname, '../floor.mjs');

/** The least that a gateway on Fastify and undici can cost, started with the options that hal0 is started with. */
export async function startFloor({ checkout, programs, mockPort }) {
  const port = await freePort();
  const { nodeOptions, environment } = launchOf(checkout);
  const args = [...nodeOptions, ENTRY, String(port), String(mockPort)];
  const options = { cwd: checkout, env: { ...process.env, ...environment } };
  const handle = programs.start('floor', 'contender', findNode(checkout), args, options);
  const milliseconds = await programs.untilListening(handle, port);
  return {
    role: 'floor',
    name: 'floor',
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    model: 'bench',
    headers: [],
    pid: handle.pid,
    startMs: [milliseconds],
  };
}
