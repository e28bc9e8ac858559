import type { ChatSaid } from '@hal0/dispatcher';

/** What a model thinks, says and will not say; each is empty when it does not. */
export interface ChatWords {
  readonly reasoning: string;
  readonly content: string;
  readonly refusal: string;
}

/** Reads a message of a chat, or a piece of one, in whichever of the usual ways its server tells it. */
export function wordsOf({ content, refusal, reasoning_content, reasoning }: ChatSaid): ChatWords {
  const thought = reasoning_content || reasoning || '';
  if (!Array.isArray(content)) return { reasoning: thought, content: content ?? '', refusal: refusal ?? '' };
  const said = content.map(({ text, thinking }) => ({ text: text ?? '', thinking: textOf(thinking) }));
  return {
    reasoning: thought + said.map(({ thinking }) => thinking).join(''),
    content: said.map(({ text }) => text).join(''),
    refusal: refusal ?? '',
  };
}

function textOf(thinking: string | { text?: string }[] = ''): string {
  return typeof thinking === 'string' ? thinking : thinking.map(({ text = '' }) => text).join('');
}
