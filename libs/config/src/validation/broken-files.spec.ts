import { describe, expect, it } from '@jest/globals';
import { basename, dirname } from 'node:path';
import type { ConfigSource } from '../layers/config-sources.js';
import { resolveConfig } from '../layers/resolve-config.js';
import { describeProblem } from './config-problem.js';

const CONFIG = '/etc/hal0';

interface Broken {
  it: string;
  /** By name below the configuration folder, in the order of the layers. */
  files: Record<string, string>;
  environment?: Record<string, string>;
  /** `file:line path`, and words that must be in what a person is told: what is wrong, and the cure. */
  found: [place: string, ...words: string[]][];
}

/** One file, one mistake. */
const inHal0 = (text: string, place: string, ...words: string[]): Broken => ({
  it: text.trim().replaceAll('\n', ' ⏎ '),
  files: { 'hal0.toml': text },
  found: [[place, ...words]],
});

const BROKEN: readonly Broken[] = [
  // Wrong type.
  inHal0('[api]\nport = "eighty"\n', 'hal0.toml:2 api.port', 'a whole number between 0 and 65535', 'this is "eighty"'),
  inHal0('[api]\nport = "8080"\n', 'hal0.toml:2 api.port', 'Did you mean 8080?'),
  inHal0('[api]\n\nport = 80.5\n', 'hal0.toml:3 api.port', 'a whole number', 'this is 80.5'),
  inHal0('[telemetry]\nenabled = "yes"\n', 'hal0.toml:2 telemetry.enabled', 'true or false', 'Did you mean true?'),
  inHal0('[api]\nallowed_hosts = "box.lan"\n', 'hal0.toml:2 api.allowed_hosts', 'Did you mean ["box.lan"]?'),
  inHal0('[lemonade]\nruntime = 3\n', 'hal0.toml:2 lemonade.runtime', 'a text', 'Did you mean "3"?'),
  inHal0('[api.port]\nx = 1\n', 'hal0.toml:1 api.port', 'a whole number', 'this is a table'),
  inHal0('api = 3\n', 'hal0.toml:1 api', 'write [api] on a line of its own'),
  inHal0('[[api]]\nport = 1\n', 'hal0.toml:1 api', 'write [api] with single brackets'),
  inHal0(
    '[dispatcher]\nmax_wait_seconds = nan\n',
    'hal0.toml:2 dispatcher.max_wait_seconds',
    'a number between 1 and 3600',
  ),
  // Out of bounds, or not of the form that is wanted.
  inHal0('[api]\nport = 70000\n', 'hal0.toml:2 api.port', 'between 0 and 65535', 'this is 70000'),
  inHal0('[dispatcher]\nprefetch_timeout_seconds = 0\n', 'hal0.toml:2 dispatcher.prefetch_timeout_seconds', 'above 0'),
  inHal0('[api]\nallowed_hosts = ["Box.lan"]\n', 'hal0.toml:2 api.allowed_hosts', 'lower-case host names'),
  inHal0('[models]\nstore = "~/models"\n', 'hal0.toml:2 models.store', 'an absolute path', 'this is "~/models"'),
  inHal0('[models]\nroots = ["models"]\n', 'hal0.toml:2 models.roots', 'absolute paths'),
  inHal0('[paths]\nstate = "var"\n', 'hal0.toml:2 paths.state', 'an absolute path'),
  inHal0('[lemonade]\nurl = "127.0.0.1:13305"\n', 'hal0.toml:2 lemonade.url', 'such as http://127.0.0.1:13305'),
  // Typing errors in keys and listed values.
  inHal0('[api]\nprot = 80\n', 'hal0.toml:2 api.prot', 'not a setting of [api]', 'Did you mean port?', '#api-port'),
  inHal0(
    '[dispatcher]\nmax_wait_secnds = 3\n',
    'hal0.toml:2 dispatcher.max_wait_secnds',
    'Did you mean max_wait_seconds?',
  ),
  inHal0('[dispatcher]\nmax-wait = 3\n', 'hal0.toml:2 dispatcher.max-wait', 'Did you mean max_wait_seconds?'),
  inHal0('[dispacher]\nmax_wait_seconds = 3\n', 'hal0.toml:1 dispacher', 'Did you mean dispatcher?'),
  inHal0('[nonsense]\na = 1\nb = 2\n', 'hal0.toml:1 nonsense', 'not known at the top level'),
  inHal0(
    '[api]\nlog_level = "inf"\n',
    'hal0.toml:2 api.log_level',
    'one of "error", "warn", "info" or "debug"',
    'Did you mean "info"?',
  ),
  inHal0('[slots.primary]\ndevice = "gpu-vulcan"\n', 'hal0.toml:2 slots.primary.device', 'Did you mean "gpu-vulkan"?'),
  inHal0('[slots.primary]\nprovider = "lama.cpp"\n', 'hal0.toml:2 slots.primary.provider', 'Did you mean "llama.cpp"?'),
  // A known setting at the wrong place.
  inHal0(
    '[api]\nmax_wait_seconds = 3\n',
    'hal0.toml:2 api.max_wait_seconds',
    'belongs to [dispatcher]',
    '#dispatcher-max_wait_seconds',
  ),
  inHal0('retention_days = 3\n', 'hal0.toml:1 retention_days', 'belongs to [activity]'),
  inHal0('[upstreams]\nurl = "https://a.example"\n', 'hal0.toml:2 upstreams.url', 'belongs to [upstreams.<name>]'),
  inHal0('[slots]\nmax_slot = 3\n', 'hal0.toml:2 slots.max_slot', 'Did you mean max_slots?'),
  // Slots and upstreams.
  inHal0('[slots.coder]\nmodel = "qwen"\n', 'hal0.toml:1 slots.coder.type', 'is missing', 'say type = "llm"'),
  inHal0(
    '[upstreams.hal0]\nurl = "https://a.example"\n',
    'hal0.toml:1 upstreams.hal0',
    'is no name for an upstream',
    'Choose another',
  ),
  inHal0(
    '[upstreams.a]\nurl = "https://a.example"\nauth_style = "header"\nauth_header = "Host"\n',
    'hal0.toml:4 upstreams.a.auth_header',
    'none that HTTP itself needs',
  ),
  inHal0(
    '[upstreams.a]\nurl = "https://a.example"\nmodels = ["x\\u001b[31m"]\n',
    'hal0.toml:3 upstreams.a.models',
    'without control characters',
  ),
  inHal0('[slots.metrics]\ntype = "llm"\n', 'hal0.toml:1 slots.metrics', 'is no name for a slot', 'Choose another'),
  inHal0('[slots."../etc"]\ntype = "llm"\n', 'hal0.toml:1 slots."../etc"', 'use a-z, 0-9'),
  inHal0('[slots.primary]\nport = 80\n', 'hal0.toml:2 slots.primary.port', 'between 8081 and 8099'),
  inHal0('[slots]\nport_range_start = 9000\n', 'hal0.toml:2 slots.port_range_start', 'at most 8099'),
  inHal0(
    '[slots]\nport_range_start = 90\nport_range_end = 80\n',
    'hal0.toml:3 slots.port_range_end',
    'at least 90',
    'hal0.toml:2',
  ),
  inHal0('[upstreams.openai]\nenabled = true\n', 'hal0.toml:1 upstreams.openai.url', 'is missing'),
  inHal0(
    '[upstreams.a]\nurl = "https://a.example"\nauth_style = "header"\n',
    'hal0.toml:1 upstreams.a.auth_header',
    'is missing',
    'name of the header',
  ),
  {
    it: 'two slots with one port',
    files: { 'hal0.toml': '[slots.stt]\nport = 8085\n[slots.tts]\nport = 8085\n' },
    found: [['hal0.toml:4 slots.tts.port', '/etc/hal0/hal0.toml:2', 'Give each its own']],
  },
  {
    it: 'two defaults of one type in two files',
    files: {
      'capabilities.toml': '[slots.b]\ntype = "llm"\ndefault = true\n',
      'hal0.toml': '[slots.primary]\ndefault = true\n',
    },
    found: [['capabilities.toml:3 slots.b.default', '/etc/hal0/hal0.toml:2', 'set one of them to false']],
  },
  {
    it: 'two enabled llm slots on the NPU',
    files: {
      'hal0.toml': ['a', 'b']
        .map((name) => `[slots.${name}]\ntype = "llm"\ndevice = "npu"\nenabled = true\nmodel = "m"\n`)
        .join(''),
    },
    found: [['hal0.toml:9 slots.b.enabled', 'slots.a.enabled', 'disable one']],
  },
  // Profiles.
  {
    it: 'a slot with a profile that nobody knows',
    files: { 'capabilities.toml': 'schema_version = 3\n[slots.primary]\nprofile = "long-contxt"\n' },
    found: [['capabilities.toml:3 slots.primary.profile', '"fast"', 'Did you mean "long-context"', 'profiles.toml']],
  },
  {
    it: 'a profile with a wrong value, a wrong key and a wrong name',
    files: { 'profiles.toml': '[profiles.mine]\nparallel = 0\nmodel = "m"\n[profiles.Mine]\nparallel = 1\n' },
    found: [
      ['profiles.toml:2 profiles.mine.parallel', 'between 1 and 1024'],
      ['profiles.toml:3 profiles.mine.model', 'is not a setting of [profiles.mine]'],
      ['profiles.toml:4 profiles.Mine', 'is no name for a profile'],
    ],
  },
  {
    it: 'something else in profiles.toml',
    files: { 'profiles.toml': '[slots.primary]\nparallel = 1\n' },
    found: [['profiles.toml:1 slots', 'profiles.toml holds profiles alone']],
  },
  {
    it: 'a profile that puts two chat models on the NPU',
    files: {
      'profiles.toml': '[profiles.npu]\ndevice = "npu"\n',
      'hal0.toml': ['primary', 'coder']
        .map((name) => `[slots.${name}]\ntype = "llm"\nenabled = true\nmodel = "m"\nprofile = "npu"\n`)
        .join(''),
    },
    found: [['hal0.toml:8 slots.coder.enabled', 'slots.primary.enabled']],
  },
  // No TOML.
  inHal0('[api\nport = 1\n', 'hal0.toml:1 ', 'must read key = value, or [section]'),
  inHal0('[api]\nport = 1\nport = 2\n', 'hal0.toml:3 ', 'keep one of the two'),
  inHal0('[api]\nport = 1\n[api]\nhost = "h"\n', 'hal0.toml:3 ', 'keep one of the two'),
  inHal0('[api]\nhost = localhost\n', 'hal0.toml:2 ', 'needs quotes'),
  inHal0('[api]\nhost = "localhost\n', 'hal0.toml:2 ', 'closing quote'),
  inHal0('[api]\nhost = 127.0.0.1\n', 'hal0.toml:2 ', 'needs quotes'),
  inHal0('[api]\nport: 8080\n', 'hal0.toml:2 ', 'key = value'),
  // Versions.
  inHal0('[meta]\nschema_version = 7\n', 'hal0.toml:2 meta.schema_version', 'knows versions up to 2', 'update hal0'),
  {
    it: 'a slot record of a newer hal0',
    files: { 'capabilities.toml': '# mine\nschema_version = 4\n' },
    found: [['capabilities.toml:2 schema_version', 'knows versions up to 3', 'update hal0']],
  },
  {
    it: 'settings in the slot record',
    files: { 'capabilities.toml': 'schema_version = 3\n[api]\nport = 1\n' },
    found: [['capabilities.toml:2 api', 'does not belong here', 'hal0.toml']],
  },
  // Other layers.
  {
    it: 'a broken slot file',
    files: { 'slots/coder.toml': 'type = "llm"\n[model]\ncontext_size = 1\n' },
    found: [['slots/coder.toml:3 slots.coder.context_size', 'between 128']],
  },
  {
    it: 'a slot file that is no TOML, and one of no slot',
    files: { 'slots/coder.toml': 'type = "llm"\nmodel = \n', 'slots/The Coder.toml': 'type = "llm"\n' },
    found: [
      ['slots/coder.toml:2 ', 'needs quotes'],
      ['slots/The Coder.toml:1 slots."The Coder"', 'is no name for a slot'],
    ],
  },
  {
    it: 'a mistake in a drop-in, and one that a higher layer covers',
    files: { 'hal0.toml': '[api]\nport = -1\n', 'conf.d/10-port.toml': '[api]\nport = 80\nhst = "h"\n' },
    found: [
      ['hal0.toml:2 api.port', 'between 0'],
      ['conf.d/10-port.toml:3 api.hst', 'Did you mean host?'],
    ],
  },
  {
    it: 'variables that do not fit',
    files: {},
    environment: { HAL0_PORT: 'abc', HAL0_MODEL_STORE: 'models' },
    found: [
      [': api.port', 'HAL0_PORT', 'this is "abc"'],
      [': models.store', 'HAL0_MODEL_STORE', 'an absolute path'],
    ],
  },
  {
    it: 'a legacy name with a wrong value',
    files: { 'hal0.toml': '[slots]\nidle_timeout_s = "soon"\n' },
    found: [['hal0.toml:2 slots.idle_timeout_seconds', 'written as slots.idle_timeout_s']],
  },
  {
    it: 'many mistakes at once, told of in reading order',
    files: { 'hal0.toml': '[api]\nport = 70000\nlog_level = "loud"\n[slots.x]\nenabled = 1\n' },
    found: [
      ['hal0.toml:2 api.port'],
      ['hal0.toml:3 api.log_level'],
      ['hal0.toml:4 slots.x.type'],
      ['hal0.toml:5 slots.x.enabled', 'Did you mean true?'],
    ],
  },
];

function sourcesOf(files: Record<string, string>): ConfigSource[] {
  return Object.entries(files).map(([name, text]) => {
    const folder = basename(dirname(name));
    const layer =
      folder === 'slots'
        ? 'slot-file'
        : folder === 'conf.d'
          ? 'drop-in'
          : name === 'hal0.toml'
            ? 'hal0'
            : name === 'profiles.toml'
              ? 'profile'
              : 'capabilities';
    return { layer, file: `${CONFIG}/${name}`, text };
  });
}

describe('a broken configuration', () => {
  it.each(BROKEN)('is told of by file, line, path and cure: $it', ({ files, environment = {}, found }) => {
    const { problems = [] } = resolveConfig(sourcesOf(files), environment);
    const places = problems.map(
      ({ file = '', line = '', path }) => `${file.replace(`${CONFIG}/`, '')}:${line} ${path}`,
    );
    expect(places).toEqual(found.map(([place]) => place));
    for (const [index, [, ...words]] of found.entries()) {
      for (const word of words) expect(describeProblem(problems[index]!)).toContain(word);
    }
  });

  it('is told of in at least thirty ways', () => {
    expect(BROKEN.length).toBeGreaterThanOrEqual(30);
  });

  it('does not repeat what may be a secret', () => {
    const text = '[upstreams.a]\nurl = "ftp://me:hunter2@a.example"\nauth_value_env = "sk-abcdefghijklmnop"\n';
    const { problems = [] } = resolveConfig(sourcesOf({ 'hal0.toml': text }), {});
    expect(problems.map(({ path }) => path)).toEqual(['upstreams.a.url', 'upstreams.a.auth_value_env']);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|sk-abc/);
  });
});
