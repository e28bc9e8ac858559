import { writeFileAtomic } from '@hal0/platform';
import { readBytes } from '@hal0/platform';
import { join } from 'node:path';
import { describeLemondContract } from '../src/testing/index.js';
import { DEMO_CHAT, demoModel, realLemonade } from './real-lemonade.js';

describeLemondContract('The real lemond', async () => {
  const { lemonade, home, stop } = realLemonade();
  const corrupt = { ...DEMO_CHAT, id: 'corrupt', path: join(home, 'corrupt.gguf') };
  // The head of a good model: a header that promises more than the file has.
  await writeFileAtomic(corrupt.path, await readBytes(DEMO_CHAT.path, 1_000_000));
  lemonade.start();
  return {
    lemonade,
    chat: DEMO_CHAT,
    other: demoModel('embedding', 'demo-embed', 'hal0-demo-embed-2m-q8_0.gguf'),
    corrupt,
    slowDown: () => undefined,
    stop,
  };
});
