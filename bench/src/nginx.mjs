import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './programs.mjs';

const TEMPLATE = join(import.meta.dirname, '../nginx.conf');

/** nginx with one worker in front of the mock. */
export async function startNginx({ programs, workFolder, mockPort }) {
  const port = await freePort();
  const folder = join(workFolder, 'nginx');
  mkdirSync(folder);
  const configuration = readFileSync(TEMPLATE, 'utf8')
    .replaceAll('{{MOCK_PORT}}', String(mockPort))
    .replaceAll('{{NGINX_PORT}}', String(port));
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  const handle = programs.start('nginx', 'contender', 'nginx', [
    '-e',
    'stderr',
    '-p',
    `${folder}/`,
    '-c',
    'nginx.conf',
  ]);
  await programs.untilListening(handle, port);
  return {
    name: 'nginx',
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    model: 'bench',
    headers: [],
    pid: handle.pid,
  };
}
