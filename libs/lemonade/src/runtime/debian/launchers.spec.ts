import { describe, expect, it } from '@jest/globals';
import { ensureFolder, SystemProcesses, writeFileAtomic } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeLaunchers } from './launchers.js';

describe('a launcher', () => {
  it("starts its program through the tree's own loader, wherever the tree is", async () => {
    const { home, remove } = temporaryHome();
    const built = join(home, 'built');
    // A loader that only tells what it was asked.
    const loader = join(built, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2');
    await writeFileAtomic(loader, '#!/bin/sh\nfor argument in "$0" "$@"; do echo "$argument"; done\n', { mode: 0o755 });
    for (const folder of ['usr/share/lemonade-server', 'usr/lib/x86_64-linux-gnu/ggml/backends0'])
      await ensureFolder(join(built, folder));
    await writeLaunchers(built);
    const moved = join(home, 'moved here');
    renameSync(built, moved);
    const { stdout } = await new SystemProcesses().run({
      command: join(moved, 'bin/llama-server'),
      args: ['-m', 'a b.gguf'],
      env: { PATH: '/usr/bin:/bin' },
    });
    const libraries = `${moved}/usr/lib/x86_64-linux-gnu`;
    expect(stdout.split('\n')).toEqual([
      `${libraries}/ggml/backends0/ld-ggml`,
      '--library-path',
      `${libraries}:${libraries}/llama:${libraries}/pulseaudio`,
      '--argv0',
      `${moved}/bin/llama-server`,
      `${moved}/usr/bin/llama-server`,
      '-m',
      'a b.gguf',
    ]);
    remove();
  });
});
