/** A part of a message's content. */
export type ChatPart =
  { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string; detail?: string } };

export interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** A message of a chat request. */
export type ChatMessage =
  | { role: 'system' | 'developer' | 'user'; content: string | ChatPart[] }
  | { role: 'assistant'; content: string | null; reasoning_content?: string; tool_calls?: ChatToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };

export interface ChatTool {
  type: 'function';
  function: { name: string; description?: string; parameters?: object; strict?: boolean };
}

export type ChatToolChoice = 'auto' | 'none' | 'required' | { type: 'function'; function: { name: string } };

/** Tokens of one answer, as a chat completion counts them: cached ones are among the prompt's. */
export interface ChatUsage {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

/** Said as a list of parts, as Mistral does. */
interface SaidPart {
  type?: string;
  text?: string;
  thinking?: string | SaidPart[];
}

/** What a model says in a message or in a piece of one. */
export interface ChatSaid {
  content?: string | SaidPart[] | null;
  refusal?: string | null;
  reasoning_content?: string | null;
  /** What OpenRouter and newer versions of vLLM call the same. */
  reasoning?: string | null;
}

/** What a model server says of one answer; any of it may be missing. */
export interface ChatCompletion {
  id?: string;
  model?: string;
  created?: number;
  choices?: {
    message?: ChatSaid & { tool_calls?: Partial<ChatToolCall>[] | null };
    finish_reason?: string | null;
  }[];
  usage?: ChatUsage | null;
  /** What llama.cpp's server tells when it is asked to. */
  __verbose?: { stopping_word?: string };
}

/** A piece of a tool call in a stream; id and name come with its first piece. */
export interface ChatToolCallDelta {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

/** One event of a streamed answer. */
export interface ChatChunk {
  id?: string;
  model?: string;
  created?: number;
  choices?: {
    delta?: ChatSaid & { tool_calls?: ChatToolCallDelta[] | null };
    finish_reason?: string | null;
  }[];
  usage?: ChatUsage | null;
  /** What llama.cpp's server tells when it is asked to. */
  __verbose?: { stopping_word?: string };
}
