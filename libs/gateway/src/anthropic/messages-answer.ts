import type { AnswerTranslation, ChatChunk, ChatCompletion, ChatToolCallDelta, ChatUsage } from '@hal0/dispatcher';
import { CallsInTurn } from '../chat-answers/calls-in-turn.js';
import { wordsOf } from '../chat-answers/chat-words.js';

const STOP_REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
};

type BlockKind = 'thinking' | 'text' | `tool ${number}`;

/**
 * A chat's answer as one of the Messages API. A stream's message begins with its first chunk and has one block open at
 * a time; counts of tokens are known at the end only, and stand in `message_delta`.
 */
export class MessagesAnswer implements AnswerTranslation {
  readonly streamType = 'text/event-stream; charset=utf-8';
  private begun = false;
  private blocks = 0;
  private open: BlockKind | null = null;
  private readonly calls = new CallsInTurn();
  private readonly seenTools = new Set<number>();
  private finishReason: string | null = null;
  private usage: ChatUsage | null = null;
  /** The client's word at which the model was stopped. */
  private stopWord: string | null = null;

  /**
   * @param prefill what the request began the answer with; some model servers repeat it in a plain answer
   * @param isSilent the request wants the model to read, and to say nothing
   */
  constructor(
    private readonly prefill = '',
    private readonly isSilent = false,
  ) {}

  plain(body: Buffer): string {
    const completion = JSON.parse(body.toString()) as ChatCompletion;
    const choice = completion.choices?.[0];
    if (!choice?.message) throw new Error('a chat completion without a message');
    const message = this.isSilent ? {} : choice.message;
    const { tool_calls } = message;
    const { reasoning, content, refusal } = wordsOf(message);
    const said = content || refusal;
    const text = said.startsWith(this.prefill) ? said.slice(this.prefill.length) : said;
    return JSON.stringify({
      ...head(completion),
      content: [
        ...(reasoning ? [{ type: 'thinking', thinking: reasoning, signature: '' }] : []),
        ...(text ? [{ type: 'text', text }] : []),
        ...(tool_calls ?? []).map(({ id, function: called }, index) => ({
          type: 'tool_use',
          id: id ?? `toolu_${index}`,
          name: called?.name ?? '',
          input: inputOf(called?.arguments),
        })),
      ],
      ...stopped(stopReason(choice.finish_reason, (tool_calls ?? []).length > 0), stopWordOf(completion)),
      usage: usageOf(completion.usage),
    });
  }

  event(data: string): string {
    const chunk = JSON.parse(data) as ChatChunk;
    let text = this.begin(chunk);
    if (chunk.usage) this.usage = chunk.usage;
    this.stopWord = stopWordOf(chunk) ?? this.stopWord;
    const choice = chunk.choices?.[0];
    if (!choice) return text;
    const delta = (!this.isSilent && choice.delta) || {};
    const { reasoning, content, refusal } = wordsOf(delta);
    if (reasoning) text += this.said('thinking', { type: 'thinking_delta', thinking: reasoning });
    const said = content || refusal;
    if (said) text += this.said('text', { type: 'text_delta', text: said });
    for (const call of this.calls.take(delta.tool_calls ?? [])) text += this.called(call);
    this.finishReason = choice.finish_reason ?? this.finishReason;
    return text;
  }

  end(): string {
    if (!this.begun) throw new Error('a stream without any part of an answer');
    let last = '';
    for (const call of this.calls.rest()) last += this.called(call);
    const { finishReason, usage, stopWord } = this;
    const reason = stopReason(finishReason, this.seenTools.size > 0);
    return (
      last +
      this.closeBlock() +
      event('message_delta', { delta: stopped(reason, stopWord), usage: usageOf(usage) }) +
      event('message_stop', {})
    );
  }

  private begin(chunk: ChatChunk): string {
    if (this.begun) return '';
    this.begun = true;
    const message = { ...head(chunk), content: [], stop_reason: null, stop_sequence: null, usage: usageOf(null) };
    return event('message_start', { message }) + event('ping', {});
  }

  private said(kind: 'thinking' | 'text', delta: object): string {
    const empty = kind === 'text' ? { type: 'text', text: '' } : { type: 'thinking', thinking: '', signature: '' };
    const opening = this.open === kind ? '' : this.openBlock(kind, empty);
    return opening + this.delta(delta);
  }

  private called({ index = 0, id, function: called }: ChatToolCallDelta): string {
    const kind = `tool ${index}` as const;
    let text = '';
    if (this.open !== kind) {
      if (this.seenTools.has(index)) throw new Error('something else within a tool call');
      this.seenTools.add(index);
      const block = { type: 'tool_use', id: id ?? `toolu_${index}`, name: called?.name ?? '', input: {} };
      text = this.openBlock(kind, block);
    }
    if (!called?.arguments) return text;
    return text + this.delta({ type: 'input_json_delta', partial_json: called.arguments });
  }

  private openBlock(kind: BlockKind, content_block: object): string {
    const closing = this.closeBlock();
    this.open = kind;
    const index = this.blocks;
    this.blocks += 1;
    return closing + event('content_block_start', { index, content_block });
  }

  private closeBlock(): string {
    if (this.open === null) return '';
    this.open = null;
    return event('content_block_stop', { index: this.blocks - 1 });
  }

  private delta(delta: object): string {
    return event('content_block_delta', { index: this.blocks - 1, delta });
  }
}

function event(type: string, payload: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...payload })}\n\n`;
}

function head({ id = '', model = '' }: ChatChunk): object {
  return { id: `msg_${id.replace(/^chatcmpl-/, '')}`, type: 'message', role: 'assistant', model };
}

function stopped(reason: string, stopWord: string | null): object {
  const isWord = stopWord !== null && reason === 'end_turn';
  return { stop_reason: isWord ? 'stop_sequence' : reason, stop_sequence: isWord ? stopWord : null };
}

/** llama.cpp's server tells it, beside much else, when it is asked to be verbose. */
function stopWordOf({ __verbose: told }: ChatChunk | ChatCompletion): string | null {
  return told?.stopping_word || null;
}

/** Some model servers say `stop` after calls too. */
function stopReason(finishReason: string | null | undefined, called: boolean): string {
  if (called && finishReason === 'stop') return 'tool_use';
  return STOP_REASONS[finishReason ?? 'stop'] ?? 'end_turn';
}

/** Anthropic counts cached tokens apart. */
function usageOf(usage: ChatUsage | null | undefined): object {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    input_tokens: Math.max(0, (usage?.prompt_tokens ?? 0) - cached),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: usage?.completion_tokens ?? 0,
  };
}

/** Arguments that the limit of tokens has cut short cannot be told as an object. */
function inputOf(args: string | undefined): object {
  try {
    const input: unknown = JSON.parse(args || '{}');
    return typeof input === 'object' && input !== null ? input : {};
  } catch {
    return {};
  }
}
