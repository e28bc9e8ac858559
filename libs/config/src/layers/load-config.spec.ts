import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { effectivePaths, modelStore } from './effective-paths.js';
import { loadConfig, type ConfigEnvironment } from './load-config.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

/** A home with these files below its configuration folder. */
function home(files: Readonly<Record<string, string>> = {}) {
  const { paths, remove } = temporaryHome();
  homes.push(remove);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(paths.config, name)), { recursive: true });
    writeFileSync(join(paths.config, name), text);
  }
  return paths;
}

const load = (files: Readonly<Record<string, string>> = {}, environment: ConfigEnvironment = {}) =>
  loadConfig(home(files), environment);

describe('loadConfig', () => {
  it('knows a value for everything when there is no file', () => {
    const { settings, slots, warnings } = load();
    expect(settings.api).toMatchObject({ host: '127.0.0.1', port: 8080, allowed_hosts: [], log_level: 'info' });
    expect(settings.dispatcher).toMatchObject({ max_wait_seconds: 300, stream_hold_seconds: 10 });
    expect([...slots.keys()]).toEqual(['primary', 'embed', 'rerank', 'stt', 'tts', 'img']);
    expect(slots.get('stt')).toMatchObject({
      type: 'transcription',
      enabled: false,
      model: '',
      idle_timeout_seconds: 600,
    });
    expect(warnings).toEqual([]);
  });

  it('lets each layer win over those below it, table by table', () => {
    const { slots, settings } = load(
      {
        'capabilities.toml':
          '[slots.primary]\nmodel = "c"\ndevice = "cpu"\nparallel = 2\nthreads = 2\nlabels = ["c", "d"]\n',
        'hal0.toml': '[api]\nport = 1\nhost = "h"\n[slots.primary]\nmodel = "h"\nparallel = 3\nthreads = 3\n',
        'slots/primary.toml': 'model = "s"\nparallel = 4\nlabels = ["s"]\n',
        'conf.d/20.toml': '[slots.primary]\nmodel = "late"\n[api]\nport = 20\n',
        'conf.d/10.toml': '[slots.primary]\nmodel = "early"\n[api]\nport = 10\nlog_level = "debug"\n',
        'conf.d/README': 'not = toml = at all',
      },
      { HAL0_PORT: '9000' },
    );
    expect(slots.get('primary')).toMatchObject({
      model: 'late',
      parallel: 4,
      threads: 3,
      device: 'cpu',
      labels: ['s'],
    });
    expect(settings.api).toMatchObject({ port: 9000, host: 'h', log_level: 'debug' });
  });

  it('tells where each value comes from', () => {
    const paths = home({
      'capabilities.toml': 'schema_version = 3\n\n[slots.primary]\nmodel = "c"\n',
      'hal0.toml': '# mine\n[api]\n  host = "h"\n',
      'conf.d/10.toml': '[slots]\nprimary.enabled = true\n[upstreams."a.b"]\nurl = "https://a.example"\n',
    });
    const config = loadConfig(paths, { HAL0_PORT: '9000' });
    expect(config.origin('slots.primary.model')).toEqual({
      layer: 'capabilities',
      file: paths.capabilitiesToml,
      line: 4,
      column: 1,
    });
    expect(config.origin('api.host')).toEqual({ layer: 'hal0', file: paths.hal0Toml, line: 3, column: 3 });
    expect(config.origin('slots.primary.enabled')).toMatchObject({ layer: 'drop-in', line: 2 });
    expect(config.origin('upstreams."a.b".url')).toMatchObject({ layer: 'drop-in', line: 4 });
    expect(config.origin('api.port')).toEqual({ layer: 'environment', variable: 'HAL0_PORT' });
    expect(config.origin('dispatcher.max_wait_seconds')).toEqual({ layer: 'built-in' });
    expect(config.origin('slots.embed.type')).toEqual({ layer: 'built-in' });
    expect(config.origin('upstreams')).toMatchObject({ layer: 'drop-in', line: 3 });
  });

  it('names the highest layer that would hide a change', () => {
    const config = load({
      'capabilities.toml': '[slots.primary]\nmodel = "c"\n',
      'hal0.toml': '[slots.primary]\nmodel = "h"\n',
      'conf.d/10.toml': '[slots.primary]\nmodel = "d"\n',
    });
    expect(config.overlay('slots.primary.model', 'capabilities')).toMatchObject({ layer: 'drop-in', line: 2 });
    expect(config.overlay('slots.primary', 'hal0')).toMatchObject({ layer: 'drop-in' });
    expect(config.overlay('slots.primary.model', 'drop-in')).toBeUndefined();
    expect(config.overlay('slots.primary.enabled', 'capabilities')).toBeUndefined();
    const empty = load({ 'hal0.toml': '[dispatcher]\n', 'conf.d/10.toml': '[api]\n' });
    expect(empty.overlay('api.port', 'hal0')).toBeUndefined();
    expect(empty.origin('dispatcher.max_wait_seconds')).toEqual({ layer: 'built-in' });
    const withFile = load({ 'slots/primary.toml': 'model = "s"\n' });
    expect(withFile.overlay('slots.primary.enabled', 'hal0')).toBeUndefined();
    expect(withFile.overlay('slots.primary.model', 'hal0')).toMatchObject({ layer: 'slot-file', line: 1 });
  });

  it('judges a text that is not on disk yet', () => {
    const paths = home({ 'hal0.toml': '[api]\nport = 1\n' });
    expect(loadConfig(paths, {}, new Map([[paths.hal0Toml, '[api]\nport = 2\n']])).settings.api.port).toBe(2);
    expect(() => loadConfig(paths, {}, new Map([[paths.hal0Toml, '[api]\nport = -2\n']]))).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        details: expect.objectContaining({ path: 'api.port', line: 2 }),
      }),
    );
  });

  it('throws everything that is wrong as one error', () => {
    expect(() => load({ 'hal0.toml': '[api]\nport = -1\nprot = 2\n' })).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        httpStatus: 400,
        details: expect.objectContaining({
          path: 'api.port',
          line: 2,
          column: 1,
          errors: {
            'api.port': expect.stringContaining('between 0 and 65535'),
            'api.prot': expect.stringContaining('not a setting'),
          },
        }),
      }),
    );
  });

  it('takes a variable of white space, or an empty list of origins, for unset', () => {
    const files = { 'hal0.toml': '[api]\nport = 1\nallowed_origins = ["https://a.example"]\n' };
    const { settings } = load(files, { HAL0_PORT: '  ', HAL0_ALLOWED_ORIGINS: '' });
    expect(settings.api).toMatchObject({ port: 1, allowed_origins: ['https://a.example'] });
    const { api } = load(files, { HAL0_ALLOWED_ORIGINS: 'https://b.example, http://c.example:1 ,' }).settings;
    expect(api.allowed_origins).toEqual(['https://b.example', 'http://c.example:1']);
  });

  it('gives slots that say nothing the idle time of [slots]', () => {
    const { slots } = load({
      'hal0.toml': '[slots]\nidle_timeout_seconds = 60\n[slots.tts]\nidle_timeout_seconds = 0\n',
    });
    expect([slots.get('primary'), slots.get('tts')].map((slot) => slot?.idle_timeout_seconds)).toEqual([60, 0]);
  });

  it('gives everything in effect back as one table', () => {
    const table = load({
      'hal0.toml': '[slots.coder]\ntype = "llm"\n[upstreams.a]\nurl = "https://a.example"\n',
    }).toTable();
    expect(table).toMatchObject({
      api: { port: 8080 },
      slots: { max_slots: 0, primary: { type: 'llm', enabled: false }, coder: { type: 'llm', parallel: 1 } },
      upstreams: { a: { url: 'https://a.example', auth_style: 'bearer' } },
    });
    expect(table['paths']).toEqual({});
  });

  it('passes over what upstreams of older versions had, and says so', () => {
    const { settings, warnings } = load({
      'hal0.toml': '[upstreams.a]\nurl = "https://a.example"\nkind = "remote"\nwarmup_strategy = "lazy"\n',
    });
    expect(settings.upstreams['a']?.url).toBe('https://a.example');
    expect(JSON.stringify(warnings)).toContain('warmup_strategy');
  });

  it('warns of what is set and read by nothing', () => {
    const { warnings } = load({ 'hal0.toml': '[telemetry]\nenabled = true\n[memory]\nenabled = true\n' });
    expect(warnings).toEqual([
      expect.objectContaining({
        path: 'telemetry.enabled',
        line: 2,
        message: expect.stringContaining('nothing in this version'),
      }),
    ]);
  });

  it('refuses a key of a hundred thousand parts', () => {
    const files = { 'hal0.toml': `[${'a.'.repeat(100_000)}a]\n` };
    expect(() => load(files)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });

  it('says who may not read a file', () => {
    const paths = home({ 'hal0.toml/no-file': '' });
    expect(() => loadConfig(paths, {})).toThrow(
      expect.objectContaining({ code: 'config.unreadable', details: { file: paths.hal0Toml } }),
    );
  });
});

describe('names of older versions', () => {
  it('understands the keys of settings, and says so', () => {
    const { settings, warnings } = load({
      'hal0.toml':
        '[api]\ntelemetry = true\n[slots]\nidle_timeout_s = 60\n[telemetry]\nchannel = "nightly"\n[models]\nstore = ""\npull_root = "/old"\n[security]\nrequire_auth = true\n',
    });
    expect(settings.telemetry.enabled).toBe(true);
    expect(settings.slots.idle_timeout_seconds).toBe(60);
    expect(settings.update.channel).toBe('nightly');
    expect(settings.models.store).toBe('/old');
    expect(warnings.map(({ path, line }) => `${line} ${path}`)).toEqual(
      expect.arrayContaining([
        '2 api.telemetry',
        '4 slots.idle_timeout_s',
        '6 telemetry.channel',
        '9 models.pull_root',
        '11 security.require_auth',
      ]),
    );
  });

  it('lets the name of today count when both are there', () => {
    const { settings } = load({
      'hal0.toml':
        '[models]\nstore = "/new"\npull_root = "/old"\n[slots]\nidle_timeout_s = 1\nidle_timeout_seconds = 2\n',
    });
    expect(settings.models.store).toBe('/new');
    expect(settings.slots.idle_timeout_seconds).toBe(2);
  });

  it('understands the documented slot block of hal0.toml', () => {
    const { slots, warnings } = load({
      'hal0.toml':
        '[slots.primary]\nprovider = "llama.cpp"\nmodel = "qwen"\nport = 8081\nidle_timeout_seconds = 600\n[slots.primary.options]\nthreads = 4\nrope = 1\n',
    });
    expect(slots.get('primary')).toMatchObject({ type: 'llm', model: 'qwen', port: 8081, threads: 4 });
    expect(warnings.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['slots.primary.provider', 'slots.primary.options.threads', 'slots.primary.options.rope']),
    );
  });

  it.each([
    ['provider = "flm"', { type: 'llm', device: 'npu' }],
    ['provider = "moonshine"', { type: 'transcription', device: 'cpu' }],
    ['provider = "kokoro"', { type: 'tts', device: 'cpu' }],
    ['provider = "comfyui"\nbackend = "rocm"', { type: 'image', device: 'gpu-rocm' }],
    ['provider = "llama-server"\nbackend = "vulkan"\nworkers = 2', { type: 'llm', device: 'gpu-vulkan', parallel: 2 }],
    ['provider = "llama-server"\ntype = "embedding"\nbackend = "quantum"', { type: 'embedding', device: 'cpu' }],
    ['device = "npu"\nbackend = "vulkan"\ntype = "llm"', { device: 'npu' }],
  ])('maps the slot file %j', (text, wanted) => {
    expect(load({ 'slots/mine.toml': `name = "mine"\n${text}\n` }).slots.get('mine')).toMatchObject(wanted);
  });

  it('lets a provider say less than any layer that speaks of type and device outright', () => {
    const { slots } = load({
      'capabilities.toml': '[slots.mine]\ntype = "embedding"\ndevice = "gpu-rocm"\n',
      'slots/mine.toml': 'provider = "kokoro"\n',
    });
    expect(slots.get('mine')).toMatchObject({ type: 'embedding', device: 'gpu-rocm' });
  });

  it('reads a whole slot file of version 0.2, and warns of what it leaves out', () => {
    const { slots, warnings } = load({
      'slots/chat.toml':
        'name = "chat"\nport = 8090\ntype = "llm"\ndevice = "gpu-vulkan"\nbackend = "vulkan"\nenabled = true\ngroup = "custom"\nidle_timeout_s = 300\nmystery = 1\n[model]\ndefault = "qwen"\ncontext_size = 4096\nlabels = ["tool"]\nn_gpu_layers = -1\n[server]\nextra_args = "--top-k 20"\n',
    });
    expect(slots.get('chat')).toMatchObject({
      port: 8090,
      model: 'qwen',
      context_size: 4096,
      labels: ['tool'],
      extra_args: '--top-k 20',
      idle_timeout_seconds: 300,
      enabled: true,
    });
    expect(warnings.find(({ path }) => path === 'mystery')).toMatchObject({
      line: 9,
      message: expect.stringContaining('ignored'),
    });
  });
});

describe('paths that the configuration moves', () => {
  it('moves single roots, and the model store by its order of precedence', () => {
    const paths = home({ 'hal0.toml': '[paths]\nstate = "/srv/hal0"\n[models]\nstore = "/srv/models"\n' });
    const { settings } = loadConfig(paths, {});
    const moved = effectivePaths(paths, settings);
    expect([moved.state, moved.logs, moved.config]).toEqual(['/srv/hal0', paths.logs, paths.config]);
    expect(modelStore(moved, settings)).toBe('/srv/models');
    expect(modelStore(moved, loadConfig(paths, { HAL0_MODEL_STORE: '/mnt/models' }).settings)).toBe('/mnt/models');
    expect(modelStore(moved, load().settings)).toBe('/srv/hal0/models');
  });
});
