import { join } from 'node:path';
import { nodeOptionsOf } from './hal0.mjs';
import { freePort } from './programs.mjs';
import { findNode } from './toolchain.mjs';

const ENTRY = join(import.meta.dirname, '../floor.mjs');

/** The least that a gateway on Fastify and undici can cost, started with the options that hal0 is started with. */
export async function startFloor({ checkout, programs, mockPort }) {
  const port = await freePort();
  const args = [...nodeOptionsOf(checkout), ENTRY, String(port), String(mockPort)];
  const handle = programs.start('floor', 'contender', findNode(checkout), args, { cwd: checkout });
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
