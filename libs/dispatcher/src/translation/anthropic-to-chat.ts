import type { AnswerTranslation, TranslateAnswer } from './answer-translation.js';

interface Usage {
  input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  output_tokens?: number;
}

interface Block {
  type: string;
  text?: string;
  thinking?: string;
  id?: string;
  name?: string;
  input?: object;
}

interface Message {
  id: string;
  model: string;
  content: Block[];
  stop_reason: string | null;
  usage: Usage;
}

type StreamEvent =
  | { type: 'message_start'; message: Message }
  | { type: 'content_block_start'; content_block: Block }
  | { type: 'content_block_delta'; delta: { type: string; text?: string; thinking?: string; partial_json?: string } }
  | { type: 'message_delta'; delta: { stop_reason: string | null }; usage: Usage }
  | { type: 'message_stop' | 'content_block_stop' | 'ping' }
  | { type: 'error'; error: { type: string; message: string } };

const FINISH_REASONS: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/**
 * An answer of Anthropic's Messages API as a chat completion. A stream's counts of tokens stand in its last chunk.
 */
class ChatAnswerFromMessages implements AnswerTranslation {
  readonly streamType = 'text/event-stream; charset=utf-8';
  private id = '';
  private model = '';
  private usage: Usage = {};
  private stopReason: string | null = null;
  private toolCalls = 0;

  /**
   * @param created epoch seconds; Anthropic does not tell, and OpenAI's clients want a number there
   * @param usageApart the client has asked for a chunk of its own with the usage of a stream
   */
  constructor(
    private readonly created: number,
    private readonly usageApart: boolean,
  ) {}

  plain(body: Buffer): string {
    const { id, model, content, stop_reason, usage } = JSON.parse(body.toString()) as Message;
    const all = (kind: string, said: (block: Block) => string | undefined) =>
      content
        .filter(({ type }) => type === kind)
        .map(said)
        .join('');
    const reasoning = all('thinking', ({ thinking }) => thinking);
    const calls = content
      .filter(({ type }) => type === 'tool_use')
      .map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: JSON.stringify(call.input ?? {}) },
      }));
    const message = {
      role: 'assistant',
      content: all('text', ({ text }) => text) || null,
      refusal: null,
      ...(reasoning && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(stop_reason) };
    return JSON.stringify({
      id,
      object: 'chat.completion',
      created: this.created,
      model,
      choices: [choice],
      usage: chatUsage(usage),
    });
  }

  event(data: string): string {
    const event = JSON.parse(data) as StreamEvent;
    switch (event.type) {
      case 'message_start': {
        const { id, model, usage } = event.message;
        Object.assign(this, { id, model, usage });
        return this.chunk({ role: 'assistant', content: '' });
      }
      case 'content_block_start':
        return this.beginBlock(event.content_block);
      case 'content_block_delta':
        return this.continueBlock(event.delta);
      case 'message_delta':
        this.stopReason = event.delta.stop_reason;
        this.usage = { ...this.usage, ...told(event.usage) };
        return '';
      case 'message_stop':
        return `${this.last()}data: [DONE]\n\n`;
      case 'error':
        return `data: ${JSON.stringify({ error: event.error })}\n\n`;
      default:
        return '';
    }
  }

  /** The end mark is told with `message_stop`: a stream without one has been cut short. */
  end(): string {
    return '';
  }

  private beginBlock({ type, id, name, text }: Block): string {
    if (type === 'text' && text) return this.chunk({ content: text });
    if (type !== 'tool_use') return '';
    const index = this.toolCalls;
    this.toolCalls += 1;
    return this.chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
  }

  private continueBlock({ type, text, thinking, partial_json }: { [key in string]?: string }): string {
    if (type === 'text_delta') return this.chunk({ content: text });
    if (type === 'thinking_delta') return this.chunk({ reasoning_content: thinking });
    if (type !== 'input_json_delta' || !partial_json) return '';
    const index = this.toolCalls - 1;
    return this.chunk({ tool_calls: [{ index, function: { arguments: partial_json } }] });
  }

  /** The usage stands in any case, for the record. */
  private last(): string {
    const usage = chatUsage(this.usage);
    const reason = finishReason(this.stopReason);
    if (!this.usageApart) return this.chunk({}, reason, usage);
    const { id, model, created } = this;
    const chunk = { id, object: 'chat.completion.chunk', created, model, choices: [], usage };
    return `${this.chunk({}, reason)}data: ${JSON.stringify(chunk)}\n\n`;
  }

  private chunk(delta: object, finish_reason: string | null = null, usage?: object): string {
    const { id, model, created } = this;
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
    const chunk = { id, object: 'chat.completion.chunk', created, model, choices, ...(usage && { usage }) };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  }
}

/** @param usageApart a stream has a last chunk without choices, and the usage there */
export function anthropicToChat(usageApart: boolean): TranslateAnswer {
  return (beganAt) => new ChatAnswerFromMessages(Math.floor(beganAt / 1_000), usageApart);
}

function finishReason(stopReason: string | null): string {
  return FINISH_REASONS[stopReason ?? 'end_turn'] ?? 'stop';
}

function told(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null));
}

/** OpenAI counts cached tokens among the prompt's. */
function chatUsage(usage: Usage): object {
  const cached = usage.cache_read_input_tokens ?? 0;
  const prompt_tokens = (usage.input_tokens ?? 0) + cached + (usage.cache_creation_input_tokens ?? 0);
  const completion_tokens = usage.output_tokens ?? 0;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
