import { parseToml } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelDescriber } from '../description/model-describer.js';
import { modelSource } from '../model.js';
import { RegistryChangedEvent } from '../registry-changed.event.js';
import { openRegistry } from '../testing/open-registry.js';
import { projectorBytes } from '../testing/projector-bytes.js';
import { RegistryExchange } from './registry-exchange.service.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo/models', import.meta.url));
const CHAT = join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf');
const scratch: string[] = [];
afterEach(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function setup() {
  const opened = await openRegistry();
  const { table, inspector, clock, events } = opened;
  return { ...opened, exchange: new RegistryExchange(table, inspector, new ModelDescriber(inspector, clock), events) };
}

/** As hal0 0.1 wrote it. */
const EARLIER = `
[models."qwen/Small:Q8"]
id = "qwen/Small:Q8"
name = "Small Qwen"
path = "${CHAT}"
size_bytes = 2354048
license = "unknown"
capabilities = ["chat", "vision"]
hf_repo = "acme/Small-GGUF"
hf_filename = "small.gguf"
tags = ["coding", "Not A Label"]
backends = ["llamacpp"]
[models."qwen/Small:Q8".defaults]
context_size = 1024
n_gpu_layers = 20
rope_freq_base = 10000.0
[models."qwen/Small:Q8".metadata]
sha256 = "${'AB'.repeat(32)}"
upstream_url = "https://huggingface.co/acme/Small-GGUF"

[models.away]
path = "/nowhere/away.gguf"
capabilities = ["embed"]
license = "MIT"

[models.untold]
path = "/nowhere/untold.gguf"

[models.relative]
path = "models/a.gguf"
capabilities = ["chat"]

[models."../x"]
path = "/m/x.gguf"
`;

describe('registry.toml of an earlier hal0', () => {
  it('becomes models, with what is the matter said of each that is not whole', async () => {
    const { exchange, registry, events } = await setup();
    const rows = await exchange.import(EARLIER);
    expect(rows.map(({ id, outcome, note }) => [id, outcome, note])).toEqual([
      ['qwen/Small:Q8', 'added', null],
      ['away', 'added', expect.stringContaining('There is no model file')],
      ['untold', 'skipped', expect.stringContaining('nothing tells what it is for')],
      ['relative', 'skipped', expect.stringContaining('no absolute path')],
      ['../x', 'skipped', expect.stringContaining('its id')],
    ]);
    expect(registry.get('qwen/Small:Q8')).toMatchObject({
      ...{ name: 'Small Qwen', type: 'llm', recipe: 'llamacpp', path: CHAT, license: null, state: 'ready' },
      labels: ['coding', 'vision', 'tool-calling'],
      files: [{ role: 'main', sizeBytes: 2_354_048, sha256: 'ab'.repeat(32) }],
      source: { kind: 'import', repository: 'acme/Small-GGUF', url: 'https://huggingface.co/acme/Small-GGUF' },
    });
    expect(registry.get('qwen/Small:Q8').defaults).toEqual({ contextSize: 1_024, gpuLayers: 20 });
    expect(registry.get('away')).toMatchObject({ type: 'embedding', state: 'missing', license: 'MIT' });
    expect(events.ofType(RegistryChangedEvent)).toHaveLength(1);
  });

  it('may be a list of tables', async () => {
    const { exchange, registry } = await setup();
    await exchange.import(`[[models]]\nid = "a"\npath = "${CHAT}"\n[[models]]\npath = "${CHAT}"\n`);
    expect(registry.list().map(({ id, type }) => [id, type])).toEqual([['a', 'llm']]);
  });

  it('changes nothing when it cannot be read, or is only tried', async () => {
    const { exchange, registry, events } = await setup();
    await expect(exchange.import('[models.a\n')).rejects.toMatchObject({ code: 'config.invalid' });
    await expect(exchange.import(EARLIER, { preview: true })).resolves.toHaveLength(5);
    await expect(exchange.import('# nothing\n')).resolves.toEqual([]);
    expect(registry.list()).toEqual([]);
    expect(events.published).toEqual([]);
  });

  it('keeps models that are there, unless they are to be replaced', async () => {
    const { exchange, registry } = await setup();
    await registry.add({ id: 'away', path: CHAT });
    expect((await exchange.import(EARLIER))[1]).toEqual({ id: 'away', outcome: 'kept', note: null });
    expect(registry.get('away').type).toBe('llm');
    expect((await exchange.import(EARLIER, { replace: true }))[1]).toMatchObject({ outcome: 'replaced' });
    expect(registry.get('away').type).toBe('embedding');
  });

  it('says of a file that is no such model that it is damaged', async () => {
    const { exchange, registry } = await setup();
    await exchange.import(`[models.a]\npath = "${import.meta.filename}"\ncapabilities = ["chat"]\n`);
    expect(registry.get('a').state).toBe('damaged');
  });
});

describe('registry.toml of this hal0', () => {
  it('carries everything but the files to another box', async () => {
    const { exchange, registry } = await setup();
    const folder = mkdtempSync(join(tmpdir(), 'hal0-exchange-'));
    scratch.push(folder);
    const parts = [1, 2].map((part) => join(folder, `split-0000${part}-of-00002.gguf`));
    for (const part of parts) copyFileSync(CHAT, part);
    const eyes = projectorBytes();
    writeFileSync(join(folder, 'eye.gguf'), eyes);
    await registry.register({
      ...{ id: 'acme/Chat:Q8', name: 'A "chat"', labels: ['vision'], license: 'MIT', toy: true },
      files: [
        { role: 'main', path: parts[0] ?? '', sizeBytes: 2_354_048, sha256: 'a'.repeat(64) },
        { role: 'shard', path: parts[1] ?? '', sizeBytes: 2_354_048, sha256: null },
        { role: 'mmproj', path: join(folder, 'eye.gguf'), sizeBytes: eyes.length, sha256: 'b'.repeat(64) },
      ],
      source: modelSource('hub', { repository: 'acme/Chat-GGUF', revision: 'c0ffee', catalogueId: 'chat' }),
      defaults: { contextSize: 512, gpuLayers: 0, parallel: 2 },
    });
    await registry.addFlm({ id: 'npu', type: 'transcription', checkpoint: 'whisper-v3:turbo' });
    const text = exchange.export();
    const other = await setup();
    await other.exchange.import(text);
    const imported = registry.list().map((model) => {
      const kind = model.source?.kind === 'hub' ? 'import' : model.source?.kind;
      return { ...model, source: { ...model.source, kind } };
    });
    expect(other.registry.list()).toEqual(imported);
  });

  it('has what earlier releases look for', async () => {
    const { exchange, registry } = await setup();
    await registry.add({ id: 'a', path: CHAT });
    expect(parseToml(exchange.export(), 'registry.toml')).toMatchObject({
      models: {
        a: {
          ...{ id: 'a', path: CHAT, size_bytes: 2_354_048, capabilities: ['chat'], backends: ['llamacpp'] },
          metadata: { context_length: 2_048 },
        },
      },
    });
  });
});
