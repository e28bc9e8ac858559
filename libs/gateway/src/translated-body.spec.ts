import { describe, expect, it } from '@jest/globals';
import { chatRequestOf } from './anthropic/messages-request.js';
import { readChatRequest } from './ollama/requests/chat-request.js';
import { readToTranslate, translatedBody } from './translated-body.js';

const messages = [{ role: 'user', content: 'Hi' }];
const ANTHROPIC = { model: 'm', max_tokens: 9, messages, thinking: { type: 'disabled' }, top_k: 5, top_p: 0.5 };
const OLLAMA = {
  messages,
  think: false,
  options: { top_k: 5, min_p: 0.1, mirostat: 1, temperature: 0.5 },
  stream: false,
};

describe('a translated body', () => {
  it.each([
    ['Anthropic', chatRequestOf(ANTHROPIC), { max_tokens: 9, top_p: 0.5 }],
    ['Ollama', { ...readChatRequest(OLLAMA).body }, { temperature: 0.5, stream: false }],
  ])('has what llama.cpp alone understands for slots, and not for providers (%s)', (_who, fields, common) => {
    const { body, elsewhere } = translatedBody(() => fields, 'm');
    const here = JSON.parse((body.forModel('slot') as Buffer).toString()) as object;
    const there = JSON.parse((elsewhere().forModel('gpt') as Buffer).toString()) as object;
    expect(here).toMatchObject({ ...common, chat_template_kwargs: { enable_thinking: false }, top_k: 5 });
    expect(there).toEqual({ ...common, model: 'gpt', messages });
  });

  it('is refused when it is nested so deep that it cannot be written', () => {
    const deep = Buffer.from(`{"tools":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    expect(() => readToTranslate(deep)).toThrow(
      expect.objectContaining({ code: 'request.invalid_body', httpStatus: 400 }),
    );
  });
});
