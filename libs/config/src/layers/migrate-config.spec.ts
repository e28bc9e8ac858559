import { parseToml, SystemClock } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { loadConfig } from './load-config.js';
import { migrateCapabilities } from './migrate-capabilities.js';
import { migrateCapabilitiesFile, migrateConfig, plannedMigrations } from './migrate-config.js';
import { migrateHal0Toml } from './migrate-hal0-toml.js';

const VERSION_1 = `# chosen by hand
[selections.embed.embed]
backend = "vulkan"
provider = "llama-server"
model = "nomic-embed-text-v1.5"
enabled = true

[selections.embed.embed-rerank]
backend = "warp"
model = "bge"
`;

const VERSION_2 = `schema_version = 2 # the second

[selections.voice.tts]
device = "cpu"
provider = "kokoro"
model = "kokoro-v1"
enabled = false

[selections.chat.coder]
device = "gpu-rocm"
model = "qwen"
ctx = 4096
idle_timeout_s = 60
`;

const HAL0 = `[api]
port = 9000 # mine
[slots]
# long enough
idle_timeout_s = 60 # a minute
[slots.tts]
provider = "kokoro"
`;

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

function home(files: { capabilities?: string; hal0?: string }) {
  const { paths, remove } = temporaryHome();
  homes.push(remove);
  mkdirSync(paths.config, { recursive: true });
  if (files.capabilities !== undefined) writeFileSync(paths.capabilitiesToml, files.capabilities);
  if (files.hal0 !== undefined) writeFileSync(paths.hal0Toml, files.hal0);
  const read = (path: string) => readFileSync(path, 'utf8');
  return { paths, read, migrate: () => migrateConfig(paths, new SystemClock()) };
}

describe('migrateCapabilities', () => {
  it('maps the selections of version 1', () => {
    expect(migrateCapabilities(parseToml(VERSION_1, 'f')).table).toEqual({
      schema_version: 3,
      slots: {
        embed: { device: 'gpu-vulkan', model: 'nomic-embed-text-v1.5', enabled: true },
        rerank: { device: 'cpu', model: 'bge' },
      },
    });
  });

  it('maps the selections of version 2, and names the type of a slot that is not built in', () => {
    expect(migrateCapabilities(parseToml(VERSION_2, 'f')).table).toEqual({
      schema_version: 3,
      slots: {
        tts: { device: 'cpu', model: 'kokoro-v1', enabled: false },
        coder: { type: 'llm', device: 'gpu-rocm', model: 'qwen', context_size: 4096, idle_timeout_seconds: 60 },
      },
    });
  });

  it('finishes what was migrated in part, and what is written as slots wins', () => {
    const text =
      'schema_version = 3\n[selections.chat.primary]\nmodel = "old"\nparallel = 2\n[slots.primary]\nmodel = "new"\n';
    expect(migrateCapabilities(parseToml(text, 'f')).table).toEqual({
      schema_version: 3,
      slots: { primary: { model: 'new', parallel: 2 } },
    });
  });

  it.each(['', 'schema_version = 3\n[slots.primary]\nmodel = "m"\n', 'schema_version = 9\n'])(
    'leaves %j as it is',
    (text) => {
      const table = parseToml(text, 'f');
      expect(migrateCapabilities(table)).toEqual({ table, changes: [], renamed: [] });
    },
  );
});

describe('migrateHal0Toml', () => {
  it('renames what has another name today, and leaves alone what other files decide', () => {
    const { table, changes } = migrateHal0Toml(parseToml(HAL0, 'f'));
    expect(table).toEqual({
      api: { port: 9000 },
      slots: { idle_timeout_seconds: 60, tts: { provider: 'kokoro' } },
      meta: { schema_version: 2 },
    });
    expect(changes).toEqual([
      'slots.idle_timeout_s is an old name of slots.idle_timeout_seconds',
      'meta.schema_version is 2 now',
    ]);
  });

  it.each(['', '[api]\nport = 1\n', '[meta]\nschema_version = 2\n', '[meta]\nschema_version = 3\n'])(
    'has nothing to do in %j',
    (text) => {
      expect(migrateHal0Toml(parseToml(text, 'f')).changes).toEqual([]);
    },
  );
});

describe('migrateConfig', () => {
  it.each([VERSION_1, VERSION_2])('changes nothing about what is in effect: %#', async (capabilities) => {
    const { paths, migrate } = home({ capabilities, hal0: HAL0 });
    const before = loadConfig(paths, {});
    expect(before.warnings.map(({ message }) => message).join()).toContain('hal0 config migrate');
    await migrate();
    const after = loadConfig(paths, {});
    expect(after.toTable()['slots']).toEqual(before.toTable()['slots']);
    expect(after.warnings.map(({ path }) => path)).toEqual(['slots.tts.provider']);
  });

  it('keeps the old files, comments and order, and has nothing to do the second time', async () => {
    const { paths, read, migrate } = home({ capabilities: VERSION_2, hal0: HAL0 });
    const migrations = await migrate();
    expect(migrations.map(({ file, backup }) => [file, backup])).toEqual([
      [paths.capabilitiesToml, `${paths.capabilitiesToml}.v2.bak`],
      [paths.hal0Toml, `${paths.hal0Toml}.v1.bak`],
    ]);
    expect(read(`${paths.capabilitiesToml}.v2.bak`)).toBe(VERSION_2);
    expect(read(paths.capabilitiesToml)).toMatch(/^schema_version = 3 # the second\n/);
    expect(read(paths.hal0Toml)).toBe(
      `${HAL0.replace('idle_timeout_s', 'idle_timeout_seconds')}\n[meta]\nschema_version = 2\n`,
    );
    const files = readdirSync(paths.config);
    expect(await migrate()).toEqual([]);
    expect(readdirSync(paths.config)).toEqual(files);
  });

  it("rewrites hal0's own file alone when asked for that", async () => {
    const { paths, read } = home({ capabilities: VERSION_1, hal0: HAL0 });
    expect(await migrateCapabilitiesFile(paths, new SystemClock())).toMatchObject({ file: paths.capabilitiesToml });
    expect(await migrateCapabilitiesFile(paths, new SystemClock())).toBeUndefined();
    expect(read(paths.hal0Toml)).toBe(HAL0);
  });

  it('never overwrites a backup', async () => {
    const { paths, read, migrate } = home({ capabilities: VERSION_1 });
    writeFileSync(`${paths.capabilitiesToml}.v1.bak`, 'older');
    const [migration] = await migrate();
    expect(read(`${paths.capabilitiesToml}.v1.bak`)).toBe('older');
    expect(read(migration!.backup)).toBe(VERSION_1);
  });

  it('only says what it would do when it is only asked', async () => {
    const { paths, read } = home({ capabilities: VERSION_1 });
    const [migration] = await plannedMigrations(paths);
    expect(migration?.changes[0]).toContain('[slots.embed], [slots.rerank]');
    expect(read(paths.capabilitiesToml)).toBe(VERSION_1);
    expect(existsSync(migration!.backup)).toBe(false);
  });

  it('leaves a file that is no TOML as it is, and says where it breaks', async () => {
    const { paths, read, migrate } = home({ capabilities: 'schema_version = \n' });
    await expect(migrate()).rejects.toMatchObject({ code: 'config.invalid', details: { line: 1 } });
    expect(read(paths.capabilitiesToml)).toBe('schema_version = \n');
  });
});
