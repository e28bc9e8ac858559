import { Hal0Settings } from '@hal0/config';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelSource } from '../model.js';
import { ggufBytes } from '../testing/gguf-bytes.js';
import { openRegistry } from '../testing/open-registry.js';
import { projectorBytes } from '../testing/projector-bytes.js';
import { ModelScanner } from './model-scanner.service.js';
import { ScanAtStart } from './scan-at-start.service.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo/models/', import.meta.url));
const CHAT = join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf');
const EMBED = join(DEMO, 'hal0-demo-embed-2m-q8_0.gguf');
const WHISPER = join(DEMO, 'hal0-demo-whisper-en.bin');

describe('scanning for models', () => {
  let folder: string;
  let store: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hal0-scan-'));
    store = join(folder, 'store');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Puts a file there, and tells where. */
  function put(path: string, from: string | Buffer = CHAT): string {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    if (typeof from === 'string') cpSync(from, full);
    else writeFileSync(full, from);
    return full;
  }

  async function scanner(roots: string[] = []) {
    const { registry, inspector, store: models } = await openRegistry({ storeFolder: store });
    const settings = new Hal0Settings();
    settings.models.roots = roots;
    return { registry, settings, scanner: new ModelScanner(registry, inspector, models, settings) };
  }

  it('finds what is in a folder and below, and what each is from the files themselves', async () => {
    put('mine/embed/misnamed-chat.gguf', EMBED);
    put('mine/ggml-base.bin', WHISPER);
    put('mine/chat.gguf');
    put('mine/speech.bin', WHISPER);
    put('mine/pytorch_model.bin', Buffer.from('PK and a pickle'));
    put('mine/notes.txt', Buffer.from('no model'));
    put('mine/.hidden/chat.gguf');
    const { models } = await (await scanner()).scanner.preview({ paths: [join(folder, 'mine')] });
    expect(models.map(({ path, type, state, id }) => [path.slice(folder.length + 6), type, state, id])).toEqual([
      ['chat.gguf', 'llm', 'new', 'chat'],
      ['embed/misnamed-chat.gguf', 'embedding', 'new', 'misnamed-chat'],
      ['ggml-base.bin', 'transcription', 'new', 'ggml-base'],
      ['speech.bin', 'transcription', 'new', 'speech'],
    ]);
    expect(models[0]).toMatchObject({ quantization: 'Q8_0', contextLength: 2048, labels: ['tool-calling'] });
  });

  it('adds what is new, once, with all its files', async () => {
    const first = ggufBytes({ 'general.architecture': 'llama', 'llama.block_count': 1, 'llama.embedding_length': 64 });
    const main = put('mine/big/big-Q4_0-00001-of-00002.gguf', first);
    const shard = put('mine/big/big-Q4_0-00002-of-00002.gguf', ggufBytes({ 'split.no': 1 }));
    const projector = put('mine/big/mmproj-F16.gguf', projectorBytes());
    put('mine/torn/torn-00001-of-00002.gguf', first);
    const { scanner: models, registry } = await scanner();
    const wish = { paths: [join(folder, 'mine')] };
    expect(await models.scan(wish)).toEqual({ roots: wish.paths, added: ['big-Q4_0'], healed: [], skipped: [] });
    expect(registry.get('big-Q4_0')).toMatchObject({
      path: main,
      labels: ['vision'],
      files: [
        { role: 'main', path: main },
        { role: 'shard', path: shard },
        { role: 'mmproj', path: projector },
      ],
      source: { kind: 'file' },
    });
    expect(await models.scan(wish)).toEqual({ roots: wish.paths, added: [], healed: [], skipped: [] });
    expect((await models.preview(wish)).models).toMatchObject([{ id: 'big-Q4_0', state: 'known' }]);
  });

  it('says what is wrong with a file, and adds the others', async () => {
    truncateSync(put('mine/half.gguf'), 1_000_000);
    put('mine/blind/chat.gguf');
    put('mine/blind/mmproj-F16.gguf', EMBED);
    put('mine/page.gguf', Buffer.from('<!DOCTYPE html><html>Sign in</html>'));
    put('mine/zip.gguf', Buffer.from('PK'));
    put('mine/lora.gguf', ggufBytes({ 'general.architecture': 'llama', 'general.type': 'adapter' }));
    put('mine/draws/pictures.safetensors', Buffer.from('no header'));
    put('mine/whole.gguf');
    const { scanner: models } = await scanner();
    const { added, skipped } = await models.scan({ paths: [join(folder, 'mine')] });
    expect(added).toEqual(['whole']);
    expect(skipped.map(({ path, code }) => [path.slice(folder.length + 6), code])).toEqual([
      ['blind/chat.gguf', 'model.not_a_projector'],
      ['draws/pictures.safetensors', 'model.type_unknown'],
      ['half.gguf', 'model.file_corrupt'],
      ['lora.gguf', 'model.not_a_model'],
      ['page.gguf', 'model.file_corrupt'],
      ['zip.gguf', 'model.file_corrupt'],
    ]);
    expect(skipped.slice(-2).map(({ message }) => message)).toEqual([
      expect.stringContaining('it is a web page'),
      expect.stringContaining('it is not a GGUF'),
    ]);
  });

  it('gives files that are back, were moved or were renamed back to their models', async () => {
    const { scanner: models, registry } = await scanner();
    const [back, moved, renamed] = [
      put('mine/back.gguf'),
      put('mine/moved.gguf', EMBED),
      put('mine/named.bin', WHISPER),
    ];
    for (const path of [back, moved]) await registry.add({ path });
    const sha256 = createHash('sha256').update(readFileSync(renamed)).digest('hex');
    const files = [{ role: 'main' as const, path: renamed, sizeBytes: statSync(renamed).size, sha256 }];
    await registry.register({
      id: 'ears',
      name: 'Ours',
      files,
      source: modelSource('url', { url: 'https://a.example' }),
    });
    await registry.edit('moved', { defaults: { parallel: 2 } });
    mkdirSync(join(folder, 'mine/deep'));
    renameSync(back, join(folder, 'away.gguf'));
    for (const { id } of registry.list()) await registry.checkFile(id).catch(() => undefined);
    renameSync(join(folder, 'away.gguf'), back);
    renameSync(moved, join(folder, 'mine/deep/moved.gguf'));
    renameSync(renamed, join(folder, 'mine/deep/other.bin'));
    const { added, healed } = await models.scan({ paths: [join(folder, 'mine')] });
    expect([added, healed]).toEqual([[], ['back', 'ears', 'moved']]);
    expect(registry.list().map(({ id, path, state }) => [id, path, state])).toEqual([
      ['back', back, 'ready'],
      ['ears', join(folder, 'mine/deep/other.bin'), 'ready'],
      ['moved', join(folder, 'mine/deep/moved.gguf'), 'ready'],
    ]);
    expect(registry.get('ears')).toMatchObject({ name: 'Ours', files: [{ sha256 }], source: { kind: 'url' } });
    expect(registry.get('moved').defaults).toEqual({ parallel: 2 });
  });

  it('does not guess which of two files a model had', async () => {
    const { scanner: models, registry } = await scanner();
    const path = put('mine/chat.gguf');
    await registry.add({ path, id: 'ours' });
    rmSync(path);
    for (const place of ['a', 'b']) put(`mine/${place}/chat.gguf`);
    expect(await models.scan({ paths: [join(folder, 'mine')] })).toMatchObject({ healed: [], skipped: [] });
    expect(registry.get('ours').state).toBe('missing');
  });

  it('goes by the place in the store where a file does not tell, and by its folder for the id', async () => {
    put('store/sd-cpp/img/Pictures/weights.safetensors', Buffer.from('no header'));
    put('store/llamacpp/chat/org--chat/chat-Q8_0.gguf');
    put('store/llamacpp/chat/org+chat@Q8_0/chat-Q8_0.gguf');
    put('store/.pulls/0123456789abcdef/half.gguf');
    const { scanner: models, registry } = await scanner();
    expect(await models.scan({})).toEqual({
      roots: [store],
      added: ['org/chat:Q8_0', 'org--chat', 'Pictures'],
      healed: [],
      skipped: [],
    });
    expect(registry.get('Pictures')).toMatchObject({ type: 'image', recipe: 'sd-cpp' });
  });

  it('looks through the store and the configured folders, as far as they are there', async () => {
    put('elsewhere/chat.gguf');
    const { scanner: models } = await scanner([join(folder, 'elsewhere'), join(folder, 'gone')]);
    expect(await models.preview({})).toMatchObject({ roots: [join(folder, 'elsewhere')], models: [{ id: 'chat' }] });
  });

  it('registers at the start what is new in the configured folders, unless it is told not to', async () => {
    put('elsewhere/chat.gguf');
    const { scanner: models, registry, settings } = await scanner([join(folder, 'gone'), join(folder, 'elsewhere')]);
    settings.models.auto_scan_on_start = false;
    await new ScanAtStart(models, settings).scan();
    expect(registry.list()).toEqual([]);
    settings.models.auto_scan_on_start = true;
    await new ScanAtStart(models, settings).scan();
    expect(registry.list()).toMatchObject([{ id: 'chat', name: 'hal0 demo chat 2M', source: { kind: 'file' } }]);
  });

  it('knows a file that is registered under another name of its folder, and does not go in circles', async () => {
    const path = put('volume/chat.gguf');
    mkdirSync(join(folder, 'mine'));
    symlinkSync(join(folder, 'volume'), join(folder, 'mine/linked'));
    symlinkSync(join(folder, 'mine'), join(folder, 'mine/again'));
    const { scanner: models, registry } = await scanner();
    await registry.add({ id: 'here', path });
    const found = await models.preview({ paths: [join(folder, 'mine')] });
    expect(found.models).toMatchObject([{ path: join(folder, 'mine/linked/chat.gguf'), id: 'here', state: 'known' }]);
  });

  it('keeps two files of the same name apart', async () => {
    put('mine/a/model.gguf');
    put('mine/b/model.gguf', EMBED);
    const { scanner: models } = await scanner();
    expect((await models.scan({ paths: [join(folder, 'mine')] })).added).toEqual(['model', 'b-model']);
  });

  it('adds just what is chosen, as the person says', async () => {
    const path = put('mine/weights.safetensors', Buffer.from('no header'));
    put('mine/other.safetensors', Buffer.from('no header'));
    const { scanner: models, registry } = await scanner();
    const gone = join(folder, 'gone.gguf');
    const result = await models.scan({}, [{ path, id: 'draws', name: 'Draws', type: 'image' }, { path: gone }]);
    expect(result).toMatchObject({ added: ['draws'], skipped: [{ path: gone, code: 'model.file_missing' }] });
    expect(registry.list()).toMatchObject([{ id: 'draws', name: 'Draws', type: 'image' }]);
  });

  it('does not go below a folder when it is told not to', async () => {
    put('mine/top.gguf');
    put('mine/below/deep.gguf');
    const { scanner: models } = await scanner();
    const found = await models.preview({ paths: [join(folder, 'mine')], recursive: false });
    expect(found.models.map(({ id }) => id)).toEqual(['top']);
  });

  it('refuses a folder that is not there', async () => {
    const { scanner: models } = await scanner();
    await expect(models.preview({ paths: [join(folder, 'nothing')] })).rejects.toMatchObject({
      code: 'scan.folder_missing',
    });
  });
});
