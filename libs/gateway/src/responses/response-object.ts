import type { ChatChunk, ChatUsage } from '@hal0/dispatcher';
import type { JsonObject } from '../intake/json-fields.js';
import type { ToolSet } from './tool-set.js';

export type ResponseStatus = 'in_progress' | 'completed' | 'incomplete';

/** An item of a response's output, as it is now. */
export type OutputItem =
  | { type: 'reasoning'; id: string; status: ResponseStatus; summary: []; content: object[] }
  | { type: 'message'; id: string; status: ResponseStatus; role: 'assistant'; content: object[] }
  | {
      type: 'function_call';
      id: string;
      status: ResponseStatus;
      call_id: string;
      name: string;
      arguments: string;
      namespace?: string;
    }
  | {
      type: 'custom_tool_call';
      id: string;
      status: ResponseStatus;
      call_id: string;
      name: string;
      input: string;
      namespace?: string;
    };

/** What stands in a response while it is made. */
export interface ResponseProgress {
  readonly status: ResponseStatus;
  readonly output: readonly OutputItem[];
  readonly finishReason: string | null;
  readonly usage: ChatUsage | null;
}

/** A response with everything its request said, as OpenAI repeats it. */
export function responseObject(
  asked: JsonObject,
  tools: ToolSet,
  answer: ChatChunk,
  progress: ResponseProgress,
): object {
  const { status, output, finishReason, usage } = progress;
  const reason = finishReason === 'content_filter' ? 'content_filter' : 'max_output_tokens';
  return {
    id: `resp_${rootOf(answer)}`,
    object: 'response',
    created_at: answer.created ?? 0,
    status,
    background: false,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason } : null,
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    max_tool_calls: asked.max_tool_calls ?? null,
    metadata: asked.metadata ?? {},
    model: answer.model ?? asked.model ?? '',
    output,
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...(asked.reasoning as object | null | undefined) },
    service_tier: 'default',
    store: false,
    temperature: asked.temperature ?? null,
    text: { format: { type: 'text' }, ...(asked.text as object | null | undefined) },
    tool_choice: asked.tool_choice ?? 'auto',
    tools: tools.given,
    ...(tools.ignored.length > 0 && { hal0_ignored_tools: tools.ignored }),
    top_p: asked.top_p ?? null,
    truncation: asked.truncation ?? 'disabled',
    usage: usage && usageOf(usage),
  };
}

/** What the ids of a response and of its items have in common. */
export function rootOf({ id = '' }: ChatChunk): string {
  return id.replace(/^chatcmpl-/, '');
}

export function statusOf(finishReason: string | null | undefined): 'completed' | 'incomplete' {
  return finishReason === 'length' || finishReason === 'content_filter' ? 'incomplete' : 'completed';
}

function usageOf(usage: ChatUsage): object {
  const { prompt_tokens = 0, completion_tokens = 0 } = usage;
  return {
    input_tokens: prompt_tokens,
    input_tokens_details: { cached_tokens: usage.prompt_tokens_details?.cached_tokens ?? 0, cache_write_tokens: 0 },
    output_tokens: completion_tokens,
    output_tokens_details: { reasoning_tokens: usage.completion_tokens_details?.reasoning_tokens ?? 0 },
    total_tokens: prompt_tokens + completion_tokens,
  };
}
