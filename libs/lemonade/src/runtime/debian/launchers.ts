import { copyFileTo, writeFileAtomic, type Processes } from '@hal0/platform';
import { join } from 'node:path';
import { LemonadeFetchFailedError } from '../../lemonade.errors.js';

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
const LIBRARY_PATH = [LIBRARIES, `${LIBRARIES}/llama`, `${LIBRARIES}/pulseaudio`] as const;

/**
 * For a program started through a dynamic loader, `/proc/self/exe` is the loader. lemond looks for its resources beside
 * its executable and ggml for its CPU variants, so each gets a copy of the loader where it looks.
 */
const LEMOND_LOADER = 'usr/share/lemonade-server/ld-lemond';
const GGML_LOADER = `${LIBRARIES}/ggml/backends0/ld-ggml`;

export const LAUNCHED_COMMANDS = ['lemond', 'llama-server', 'whisper-server'] as const;

/** Writes `bin/<command>` into an unpacked tree; each starts its program with the tree's own libraries. */
export async function writeLaunchers(tree: string): Promise<void> {
  for (const loader of [LEMOND_LOADER, GGML_LOADER]) {
    await copyFileTo(join(tree, LIBRARIES, 'ld-linux-x86-64.so.2'), join(tree, loader));
  }
  for (const command of LAUNCHED_COMMANDS) {
    await writeFileAtomic(join(tree, 'bin', command), launcherScript(command), { mode: 0o755 });
  }
}

/** Finds its tree from its own place, so that the folder can be moved. */
function launcherScript(command: string): string {
  const path = LIBRARY_PATH.map((folder) => `$tree/${folder}`).join(':');
  return `#!/bin/sh
tree=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$tree/${loaderOf(command)}" --library-path "${path}" --argv0 "$tree/bin/${command}" "$tree/usr/bin/${command}" "$@"
`;
}

/**
 * Asks the loader whether every library of every command is there.
 * @throws LemonadeFetchFailedError naming what is missing.
 */
export async function checkLibraries(tree: string, processes: Processes): Promise<void> {
  const path = LIBRARY_PATH.map((folder) => join(tree, folder)).join(':');
  for (const command of LAUNCHED_COMMANDS) {
    const args = ['--library-path', path, '--list', join(tree, 'usr/bin', command)];
    const { code, stdout, stderr } = await processes.run({ command: join(tree, loaderOf(command)), args, env: {} });
    const missing = `${stdout}\n${stderr}`.split('\n').filter((line) => /not found|cannot open/.test(line));
    if (code === 0 && !missing.length) continue;
    throw new LemonadeFetchFailedError(
      `The unpacked ${command} lacks libraries; the archive's current packages do not fit together. Try again later.`,
      missing.length ? missing : stderr.split('\n'),
    );
  }
}

const loaderOf = (command: string): string => (command === 'lemond' ? LEMOND_LOADER : GGML_LOADER);
