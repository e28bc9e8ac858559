import { settingMembers } from '../schema/setting.decorator.js';
import { isSeeded, SlotSettings } from '../schema/slot.settings.js';
import { DEVICES, type Device, type ModelType } from '../schema/vocabulary.js';
import { inWords } from '../schema/field-schema.js';
import { didYouMean } from '../validation/did-you-mean.js';
import { shownValue } from '../validation/shown-value.js';
import type { ConfigLeaf } from './config-layer.js';
import { dropped, entry, joined, modern, renamed, type ModernLeaves } from './modern-leaves.js';

const FIELDS: ReadonlySet<string> = new Set(settingMembers(SlotSettings).map(({ property }) => property));

/** Source: reference 1.3, "Slot TOML"; seeds, "Per-slot block". */
const RENAMED: Readonly<Record<string, string>> = {
  idle_timeout_s: 'idle_timeout_seconds',
  workers: 'parallel',
  ctx: 'context_size',
  ctx_size: 'context_size',
  'model.default': 'model',
  'model.context_size': 'context_size',
  'model.ctx_size': 'context_size',
  'model.labels': 'labels',
  'server.extra_args': 'extra_args',
  'server.port': 'port',
};

const NO_EFFECT = 'it has no effect in this version';
const RETIRED: Readonly<Record<string, string>> = {
  group: 'the type of a slot says where it belongs',
  'model.n_gpu_layers': 'the runtime decides; `extra_args` can say otherwise',
  'model.rope_freq_base': 'the runtime decides; `extra_args` can say otherwise',
};

/** Source: reference 1.1, "legacy backend". */
const BACKENDS: Readonly<Record<string, Device>> = {
  vulkan: 'gpu-vulkan',
  rocm: 'gpu-rocm',
  cuda: 'gpu-cuda',
  flm: 'npu',
  moonshine: 'cpu',
  kokoro: 'cpu',
  ...Object.fromEntries(DEVICES.map((device) => [device, device])),
};

const TRANSCRIPTION = { type: 'transcription', device: 'cpu' } as const;
const IMAGE = { type: 'image' } as const;
const LLM = { type: 'llm' } as const;

/** What a legacy provider served, and on what. Source: seeds, "Per-slot block"; reference 1.1. */
const PROVIDERS: Readonly<Record<string, { type?: ModelType; device?: Device }>> = {
  'llama.cpp': LLM,
  'llama-server': LLM,
  llamacpp: LLM,
  lemonade: {},
  flm: { type: 'llm', device: 'npu' },
  moonshine: TRANSCRIPTION,
  whisper: TRANSCRIPTION,
  'whisper.cpp': TRANSCRIPTION,
  whispercpp: TRANSCRIPTION,
  kokoro: { type: 'tts', device: 'cpu' },
  comfyui: IMAGE,
  sd: IMAGE,
  sdcpp: IMAGE,
  'sd-cpp': IMAGE,
};

/**
 * One slot in today's names, legacy provider and backend told as type and device. Pure.
 * @param leaves with paths `slots.<name>.…`
 * @param unknown what becomes of keys nobody knows: kept, to be refused, or left out with a warning
 */
export function modernSlot(name: string, leaves: readonly ConfigLeaf[], unknown: 'keep' | 'drop'): ModernLeaves {
  const says = (field: string) => leaves.some(({ path }) => path.length === 3 && path[2] === field);
  const field = (key: string) => ['slots', name, key];
  return joined(
    leaves.map((leaf) => {
      const key = leaf.path.slice(2).join('.');
      const option = /^options\.(.+)$/.exec(key)?.[1];
      const today = entry(RENAMED, key) ?? (option === undefined ? undefined : (entry(RENAMED, option) ?? option));
      if (today !== undefined && FIELDS.has(today)) return renamed(leaf, field(today), leaves);
      if (option !== undefined) return dropped(leaf, NO_EFFECT);
      const why = entry(RETIRED, key);
      if (why !== undefined) return dropped(leaf, why);
      if (key === 'backend')
        return says('device') ? dropped(leaf, 'device says it') : fromBackend(leaf, field('device'));
      if (key === 'provider') return fromProvider(name, leaf, unknown);
      if (unknown === 'keep' || FIELDS.has(key)) return modern([leaf]);
      return key === 'name' ? ofItsFile(name, leaf) : dropped(leaf, 'nobody knows this key');
    }),
  );
}

function fromBackend(leaf: ConfigLeaf, path: readonly string[]): ModernLeaves {
  const { value, written } = leaf;
  if (value === '') return modern([]);
  const device = entry(BACKENDS, value);
  const message = device
    ? `is an old key, understood as device = "${device}"`
    : `is an old key whose value nobody knows; the slot gets device = "cpu"`;
  return modern([{ ...leaf, path, value: device ?? 'cpu' }], [{ written, message }]);
}

/** A provider never says more than the slot itself does, here or in a lower layer. */
function fromProvider(name: string, leaf: ConfigLeaf, unknown: 'keep' | 'drop'): ModernLeaves {
  const { value } = leaf;
  const provider = entry(PROVIDERS, value);
  if (!provider) return unknown === 'keep' ? noProvider(leaf) : dropped(leaf, 'hal0 knows no such provider');
  const { device } = provider;
  const type = isSeeded(name) ? undefined : provider.type;
  const said = Object.entries({ type, device }).flatMap(([key, value]) => (value ? [{ key, value }] : []));
  const words = said.map(({ key, value }) => `${key} = "${value}"`).join(', ');
  const message = `is an old key${words ? `, understood as ${words}` : ' without effect'}`;
  return modern(
    said.map(({ key, value }) => ({ ...leaf, path: ['slots', name, key], value, weak: true })),
    [{ written: leaf.written, message }],
  );
}

function noProvider({ value, written }: ConfigLeaf): ModernLeaves {
  const known = Object.keys(PROVIDERS);
  const near = typeof value === 'string' ? didYouMean(value, known) : undefined;
  const message = `must be one of ${inWords(known.map((name) => `"${name}"`))}; this is ${shownValue('provider', value)}. Better say type and device of the slot instead`;
  return { leaves: [], warnings: [], problems: [{ written, message, ...(near ? { suggestion: `"${near}"` } : {}) }] };
}

function ofItsFile(name: string, leaf: ConfigLeaf): ModernLeaves {
  if (leaf.value === name) return modern([]);
  return dropped(leaf, `the file's own name says that it is about slot ${name}`);
}
