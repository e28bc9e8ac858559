import { describe, expect, it } from '@jest/globals';
import { loadBody, type LoadRequest } from './load-request.js';

const request = (extra: Partial<LoadRequest> = {}): LoadRequest => ({
  model: { id: 'Org/M', type: 'llm', path: '/m', recipe: 'llamacpp', labels: [] },
  device: 'cpu',
  contextSize: null,
  parallel: 1,
  threads: null,
  extraArgs: '',
  ...extra,
});

describe('loadBody', () => {
  it('pins, and lets the model answer under its registry id', () => {
    expect(loadBody(request(), 'user.Org/M')).toEqual({
      model_name: 'user.Org/M',
      pinned: true,
      llamacpp_args: '--alias Org/M --parallel 1',
      llamacpp_backend: 'cpu',
    });
  });

  it('gives each of several requests the whole context', () => {
    expect(loadBody(request({ contextSize: 4_096, parallel: 3 }), 'x')).toMatchObject({ ctx_size: 12_288 });
  });

  it('passes threads, device and further arguments on', () => {
    const body = loadBody(request({ threads: 2, device: 'gpu-vulkan', extraArgs: ' --jinja-x  ' }), 'x');
    expect(body).toMatchObject({
      llamacpp_args: '--alias Org/M --parallel 1 --threads 2 --jinja-x',
      llamacpp_backend: 'vulkan',
    });
  });

  it("does not talk llama.cpp's language to other backends", () => {
    const model = { id: 'w', type: 'transcription' as const, path: '/w', recipe: 'whispercpp', labels: [] };
    expect(loadBody(request({ model, contextSize: 10 }), 'user.w')).toEqual({ model_name: 'user.w', pinned: true });
    expect(loadBody(request({ model, extraArgs: '-bs 1' }), 'user.w')).toMatchObject({ whispercpp_args: '-bs 1' });
  });
});
