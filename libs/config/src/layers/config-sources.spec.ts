import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { configFixture } from '../testing/config-fixture.js';
import { ConfigInvalidError, ConfigUnreadableError } from '../validation/config.errors.js';
import { loadConfig } from './load-config.js';

function fixture(files: Readonly<Record<string, string>> = {}) {
  const { paths, write, remove } = configFixture();
  for (const [name, text] of Object.entries(files)) write(name, text);
  const problems = () => {
    try {
      loadConfig(paths, {});
      return [];
    } catch (error) {
      if (error instanceof ConfigInvalidError) return error.problems;
      throw error;
    }
  };
  return { paths, write, remove, problems };
}

describe('configuration files', () => {
  it('are told of when they are no files, or links that lead nowhere', () => {
    const { paths, remove, problems } = fixture({ 'conf.d/good.toml': '[api]\nport = 1\n' });
    execFileSync('mkfifo', [`${paths.dropIns}/a.toml`]);
    mkdirSync(`${paths.dropIns}/b.toml`);
    symlinkSync('/nowhere/at/all.toml', `${paths.dropIns}/c.toml`);
    symlinkSync(`${paths.dropIns}/good.toml`, `${paths.dropIns}/d.toml`);
    expect(problems()).toEqual([
      { path: '', file: `${paths.dropIns}/a.toml`, message: expect.stringContaining('is not a file') },
      { path: '', file: `${paths.dropIns}/b.toml`, message: expect.stringContaining('is not a file') },
      { path: '', file: `${paths.dropIns}/c.toml`, message: expect.stringContaining('leads nowhere') },
    ]);
    remove();
  });

  it('are not waited for when hal0.toml itself is a pipe', () => {
    const { paths, remove, problems } = fixture();
    mkdirSync(paths.config, { recursive: true });
    execFileSync('mkfifo', [paths.hal0Toml]);
    expect(problems).toThrow(ConfigUnreadableError);
    remove();
  });

  it.each(['hal0.toml', 'capabilities.toml', 'slots/x.toml', 'conf.d/x.toml'])(
    'are refused when they are not UTF-8, with the line: %s',
    (name) => {
      const { paths, write, remove, problems } = fixture();
      write(name, Buffer.from('# one\n# gr\xf6n\n', 'latin1'));
      const file = `${paths.config}/${name}`;
      expect(problems()).toEqual([
        { path: '', file, line: 2, column: 5, message: expect.stringContaining('is not UTF-8') },
      ]);
      remove();
    },
  );

  it('are judged in a time that grows with their size alone, and the first hundred problems told', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `[upstreams.u${i}]\nurlx = "h"\n`).join('');
    const { remove, problems } = fixture({ 'hal0.toml': text });
    const began = performance.now();
    const found = problems();
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(found).toHaveLength(101);
    expect(found.at(-1)?.message).toContain('39900 more');
    remove();
  });
});

describe('what hal0 left behind in capabilities.toml', () => {
  it('is ignored with a warning when no file says what the slot is', () => {
    const { paths, write, remove, problems } = fixture({
      'capabilities.toml': 'schema_version = 3\n[slots.gone]\nenabled = true\n[slots.there]\nenabled = true\n',
      'slots/there.toml': 'type = "llm"\n',
    });
    const { slots, warnings } = loadConfig(paths, {});
    expect([slots.has('gone'), slots.get('there')?.enabled]).toEqual([false, true]);
    expect(warnings).toEqual([
      expect.objectContaining({ path: 'slots.gone', line: 2, message: expect.stringContaining('Remove the block') }),
    ]);
    write('hal0.toml', '[slots.gone]\nparallel = 2\n');
    expect(problems().map(({ path }) => path)).toEqual(['slots.gone.type']);
    remove();
  });

  it('counts less than what is written as slots, whatever version the file says it has', () => {
    const { paths, remove } = fixture({
      'capabilities.toml':
        'schema_version = 3\n[slots.primary]\nmodel = "new"\n[selections.chat.primary]\nmodel = "old"\nparallel = 2\n',
    });
    const { slots, warnings } = loadConfig(paths, {});
    expect(slots.get('primary')).toMatchObject({ model: 'new', parallel: 2 });
    expect(warnings[0]?.message).toContain('hal0 config migrate');
    remove();
  });
});
