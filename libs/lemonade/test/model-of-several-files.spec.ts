import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { runsAs } from '../src/registration/runs-as.js';
import type { RuntimeModel } from '../src/registration/user-models.js';
import { plainLoad } from '../src/testing/lemond-under-test.js';
import { DEMO_CHAT, realLemonade } from './real-lemonade.js';
import { writeTinyServers } from './tiny-servers.js';

describe('The real lemond, with a model of several files', () => {
  const { create, home, stop } = realLemonade();
  let lemonade: ReturnType<typeof create>;
  let picture: string;

  beforeAll(async () => {
    const tiny = await writeTinyServers(join(home, 'tiny'));
    picture = tiny.picture;
    lemonade = create({ environment: { ...process.env, PATH: `${tiny.path}:${process.env['PATH']}` } });
    lemonade.start();
    await lemonade.whenRunning(AbortSignal.timeout(30_000));
  }, 60_000);

  afterAll(async () => {
    await lemonade.onModuleDestroy();
    await stop();
  });

  const load = async (model: RuntimeModel) => {
    const request = plainLoad(model);
    await lemonade.load(request, AbortSignal.timeout(60_000));
    const loaded = (await lemonade.loadedModels()).find(({ id }) => id === model.id);
    return { request, loaded };
  };

  it('gives llama-server the draft model beside the main one, and knows that process again', async () => {
    const path = DEMO_CHAT.path ?? '';
    const draft = join(home, 'draft.gguf');
    copyFileSync(path, draft);
    const files = [
      { role: 'main', path },
      { role: 'draft', path: draft },
    ];
    const { request, loaded } = await load({ ...DEMO_CHAT, id: 'quick', files });
    expect(loaded?.launchArgs.join(' ')).toContain(`--model-draft ${draft}`);
    expect(loaded && runsAs(request, loaded)).toBe(true);
    const other = { ...request, model: { ...request.model, files: [] } };
    expect(loaded && runsAs(other, loaded)).toBe(false);
  }, 90_000);

  it('gives the picture server the text encoder and the decoder', async () => {
    const parts = ['encoder.safetensors', 'vae.safetensors'].map((name) => join(home, name));
    for (const part of parts) copyFileSync(picture, part);
    const [encoder = '', vae = ''] = parts;
    const files = [
      { role: 'main', path: picture },
      { role: 'text_encoder', path: encoder },
      { role: 'vae', path: vae },
    ];
    const { loaded } = await load({ id: 'paint', type: 'image', path: picture, recipe: 'sd-cpp', labels: [], files });
    const args = loaded?.launchArgs.join(' ') ?? '';
    expect(args).toContain(`--diffusion-model ${picture}`);
    expect(args).toContain(`--llm ${encoder} --vae ${vae}`);
  }, 90_000);
});
