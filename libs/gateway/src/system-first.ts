import type { ChatMessage, ChatPart } from '@hal0/dispatcher';

type SystemMessage = Extract<ChatMessage, { role: 'system' | 'developer' | 'user' }>;

/**
 * A chat whose only system message is its first. Agents add instructions as they go, and templates of many models refuse
 * those, or pass over them. What stands before the first answer moves to the front, where it stays in every later turn;
 * what comes afterwards is told by the user where it stands, so that a model server's cache of all before it holds.
 */
export function systemFirst(messages: readonly ChatMessage[]): ChatMessage[] {
  const answered = messages.findIndex(({ role }) => role === 'assistant' || role === 'tool');
  const opening = answered < 0 ? messages : messages.slice(0, answered);
  const instructions = opening.filter(isSystem);
  const [first] = instructions;
  const system: ChatMessage[] = first ? [{ role: 'system', content: instructions.map(joinable).reduce(joined) }] : [];
  const rest = messages.slice(opening.length).map(toldByUser);
  return [...system, ...opening.filter((message) => !isSystem(message)), ...rest];
}

function isSystem(message: ChatMessage): message is SystemMessage {
  return message.role === 'system' || message.role === 'developer';
}

const joinable = ({ content }: SystemMessage): string | ChatPart[] => content;

function joined(before: string | ChatPart[], after: string | ChatPart[]): string | ChatPart[] {
  if (typeof before === 'string' && typeof after === 'string') return `${before}\n\n${after}`;
  return [...asParts(before), ...asParts(after)];
}

const asParts = (content: string | ChatPart[]): ChatPart[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;

/** In the words that agents use for it themselves, which models have learnt. */
function toldByUser(message: ChatMessage): ChatMessage {
  if (!isSystem(message)) return message;
  const { content } = message;
  if (typeof content === 'string') return { role: 'user', content: reminder(content) };
  return {
    role: 'user',
    content: content.map((part) => (part.type === 'text' ? { ...part, text: reminder(part.text) } : part)),
  };
}

const reminder = (text: string): string => `<system-reminder>\n${text}\n</system-reminder>`;
