import { HttpPools, SystemClock } from '@hal0/platform';
import { RecordingEventBus } from '@hal0/platform/testing';
import { ExternalLemond } from '../connection/external-lemond.js';
import { LemonadeService } from '../lemonade.service.js';
import type { RuntimeModel } from '../registration/user-models.js';
import { FakeLemond } from './fake-lemond.js';
import { describeLemondContract } from './lemond-contract.js';

const model = (id: string): RuntimeModel => ({
  id,
  type: 'llm',
  path: `/models/${id}`,
  recipe: 'llamacpp',
  labels: [],
});

describeLemondContract('FakeLemond', async () => {
  const fake = await FakeLemond.start();
  const pools = new HttpPools();
  const clock = new SystemClock();
  const lemonade = new LemonadeService(new ExternalLemond(pools, clock, fake.origin), new RecordingEventBus(), clock);
  const load = lemonade.load.bind(lemonade);
  lemonade.load = (request, signal) => {
    if (request.model.id === 'corrupt') fake.faults.failNextLoad = 'llama-server failed to start';
    return load(request, signal);
  };
  lemonade.start();
  return {
    lemonade,
    chat: model('Org/Chat-Model:Q8_0'),
    other: model('other'),
    corrupt: model('corrupt'),
    slowDown: () => Object.assign(fake.generation, { chunks: Array<string>(500).fill('word '), pauseMs: 20 }),
    stop: async () => {
      await lemonade.onModuleDestroy();
      await pools.onModuleDestroy();
      await fake.stop();
    },
  };
});
