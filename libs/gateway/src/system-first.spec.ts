import { describe, expect, it } from '@jest/globals';
import type { ChatMessage } from '@hal0/dispatcher';
import { systemFirst } from './system-first.js';

const system = (content: string): ChatMessage => ({ role: 'system', content });
const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });

describe('systemFirst', () => {
  it('joins what is said before the first answer, as one message at the front', () => {
    const chat = [system('Be brief.'), user('Hello'), { role: 'developer', content: 'It rains.' } as const];
    expect(systemFirst(chat)).toEqual([system('Be brief.\n\nIt rains.'), user('Hello')]);
  });

  it('has the user tell what is said later, so that all before it is as it was', () => {
    const before = [system('Be brief.'), user('Hello'), assistant('Hi')];
    const after = systemFirst([...before, user('And now?'), system('It rains.')]);
    expect(after).toEqual([...before, user('And now?'), user('<system-reminder>\nIt rains.\n</system-reminder>')]);
  });

  it('keeps pictures of instructions', () => {
    const picture = { type: 'image_url', image_url: { url: 'data:x' } } as const;
    expect(systemFirst([system('Look:'), { role: 'system', content: [picture] }, user('So?')])).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Look:' }, picture] },
      user('So?'),
    ]);
  });

  it('leaves a chat without instructions as it is', () => {
    expect(systemFirst([user('Hello'), assistant('Hi')])).toEqual([user('Hello'), assistant('Hi')]);
  });
});
