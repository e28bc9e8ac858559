import { describe, expect, it } from '@jest/globals';
import { parseHealth, type LoadedModel } from '../client/lemonade-health.js';
import type { LoadRequest } from './load-request.js';
import { runsAs } from './runs-as.js';

/** What lemond 2026.39 tells of a chat model that hal0 has loaded. */
const chat = (args: string, changes: Record<string, unknown> = {}): LoadedModel => {
  const launch_command =
    `/opt/llama-server -m /models/demo.gguf --ctx-size 2048 --port 8001 --jinja --metrics ${args}`.split(' ');
  const entry = { model_name: 'demo', type: 'llm', device: 'cpu', recipe: 'llamacpp', launch_command, ...changes };
  return parseHealth({ version: '2026.39.1', all_models_loaded: [entry] }, (name) => name).models[0] as LoadedModel;
};
const request = (changes: Partial<LoadRequest> = {}): LoadRequest => ({
  slot: 'primary',
  copy: 'one',
  model: { id: 'demo', type: 'llm', path: '/models/demo.gguf', recipe: 'llamacpp', labels: [] },
  device: 'cpu',
  contextSize: 2_048,
  parallel: 1,
  threads: null,
  extraArgs: '',
  ...changes,
});

const SEEING = [
  { role: 'main', path: '/models/demo.gguf' },
  { role: 'mmproj', path: '/models/eye.gguf' },
  { role: 'draft', path: '/models/small.gguf' },
];

describe('runsAs', () => {
  it.each([
    ['as it is', request(), chat('--alias demo --parallel 1')],
    ["with the runtime's own number of threads", request(), chat('--alias demo --parallel 1 --threads 4')],
    [
      'sorted, as lemond does it when it has arguments of its own to add',
      request({ threads: 2, extraArgs: '--top-k  20 --mirostat 1' }),
      chat('--alias demo --mirostat 1 --parallel 1 --threads 2 --top-k 20'),
    ],
    [
      'with its further files',
      request({ model: { ...request().model, files: SEEING } }),
      chat('--mmproj /models/eye.gguf --no-mmproj-offload --model-draft /models/small.gguf --alias demo --parallel 1'),
    ],
    ['with a negative value', request({ extraArgs: '--keep -1' }), chat('--alias demo --keep -1 --parallel 1')],
    [
      'with the context that lemond gives every embedding model',
      request({ model: { ...request().model, type: 'embedding' }, contextSize: 2_048 }),
      chat('--alias demo --batch-size 2048 --parallel 1 --ubatch-size 2048', {
        type: 'embedding',
        launch_command:
          '/opt/llama-server -m x --ctx-size 8192 --embeddings --jinja --metrics --alias demo --batch-size 2048 --parallel 1 --ubatch-size 2048'.split(
            ' ',
          ),
      }),
    ],
    [
      'with another kind of server',
      request({ model: { ...request().model, recipe: 'whispercpp', type: 'transcription' }, threads: 2 }),
      chat('', { recipe: 'whispercpp', launch_command: ['whisper-server', '-m', 'x', '--port', '1', '-t', '2'] }),
    ],
  ])('knows its own again %s', (_how, wanted, loaded) => {
    expect(runsAs(wanted, loaded)).toBe(true);
  });

  it.each([
    ['more arguments', request(), chat('--alias demo --parallel 1 --top-k 20')],
    ['fewer arguments', request({ extraArgs: '--top-k 20' }), chat('--alias demo --parallel 1')],
    [
      'another projector',
      request({ model: { ...request().model, files: SEEING.slice(0, 2) } }),
      chat('--mmproj /models/other.gguf --no-mmproj-offload --alias demo --parallel 1'),
    ],
    [
      'no projector',
      request({ model: { ...request().model, files: SEEING.slice(0, 2) } }),
      chat('--alias demo --parallel 1'),
    ],
    ['other threads', request({ threads: 2 }), chat('--alias demo --parallel 1 --threads 4')],
    ['other places', request({ parallel: 2, contextSize: 1_024 }), chat('--alias demo --parallel 1')],
    ['another context', request({ contextSize: 512 }), chat('--alias demo --parallel 1')],
    ['another device', request({ device: 'gpu-vulkan' }), chat('--alias demo --parallel 1')],
    ['another name', request(), chat('--alias other --parallel 1')],
    ['another kind of server', request(), chat('--alias demo --parallel 1', { recipe: 'vllm' })],
    ['no command line told', request(), chat('', { launch_command: undefined })],
  ])('does not take one for its own with %s', (_what, wanted, loaded) => {
    expect(runsAs(wanted, loaded)).toBe(false);
  });
});
