import type { OutputItem, ResponseStatus } from './response-object.js';
import type { CalledTool } from './tool-set.js';

interface ResponseEvent {
  type: string;
  [field: string]: unknown;
}

/** The call of a tool that an item is. */
export interface ItemCall extends CalledTool {
  readonly callId: string;
}

/** The item of a response that is being written, and the events that tell of it. */
export class OpenItem {
  private text = '';

  constructor(
    readonly kind: 'reasoning' | 'message' | 'refusal' | `function ${number}`,
    private readonly index: number,
    private readonly root: string,
    private readonly call?: ItemCall,
  ) {}

  begin(): ResponseEvent[] {
    const added = { type: 'response.output_item.added', output_index: this.index, item: this.item('in_progress') };
    return this.call ? [added] : [added, { type: 'response.content_part.added', ...this.at, part: this.part }];
  }

  say(piece: string): ResponseEvent[] {
    this.text += piece;
    // The text that it takes stands in JSON, and is told when that is whole.
    if (this.call?.isCustom) return [];
    const isText = this.kind === 'message';
    return [{ type: `${this.events}.delta`, ...this.at, delta: piece, ...(isText && { logprobs: [] }) }];
  }

  end(status: ResponseStatus): ResponseEvent[] {
    const { text, call } = this;
    const done = { type: `${this.events}.done`, ...this.at };
    const item = { type: 'response.output_item.done', output_index: this.index, item: this.item(status) };
    if (call?.isCustom) {
      const input = inputIn(text);
      return [{ type: `${this.events}.delta`, ...this.at, delta: input }, { ...done, input }, item];
    }
    if (call) return [{ ...done, name: call.name, arguments: text }, item];
    const said =
      this.kind === 'refusal' ? { refusal: text } : { text, ...(this.kind === 'message' && { logprobs: [] }) };
    return [{ ...done, ...said }, { type: 'response.content_part.done', ...this.at, part: this.part }, item];
  }

  item(status: ResponseStatus): OutputItem {
    const { id, call, text } = this;
    if (call) {
      const { callId: call_id, name, namespace } = call;
      const called = { id, status, call_id, name, ...(namespace !== undefined && { namespace }) };
      if (!call.isCustom) return { type: 'function_call', ...called, arguments: text };
      return { type: 'custom_tool_call', ...called, input: status === 'in_progress' ? '' : inputIn(text) };
    }
    const content = status === 'in_progress' ? [] : [this.part];
    if (this.kind === 'reasoning') return { type: 'reasoning', id, status, summary: [], content };
    return { type: 'message', id, status, role: 'assistant', content };
  }

  private get id(): string {
    if (this.kind === 'reasoning') return `rs_${this.root}`;
    if (!this.call) return `msg_${this.root}`;
    return `${this.call.isCustom ? 'ctc' : 'fc'}_${this.root}`;
  }

  /** What the events about the text of the item begin with. */
  private get events(): string {
    if (this.call) return this.call.isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
    if (this.kind === 'reasoning') return 'response.reasoning_text';
    return this.kind === 'refusal' ? 'response.refusal' : 'response.output_text';
  }

  private get at(): object {
    const item = { item_id: this.id, output_index: this.index };
    return this.call ? item : { ...item, content_index: 0 };
  }

  private get part(): object {
    const { text } = this;
    if (this.kind === 'reasoning') return { type: 'reasoning_text', text };
    if (this.kind === 'refusal') return { type: 'refusal', refusal: text };
    return { type: 'output_text', text, annotations: [], logprobs: [] };
  }
}

/** The text that a custom tool is called with. What is no such call, as when it was cut short, is told as it is. */
function inputIn(text: string): string {
  try {
    const { input } = JSON.parse(text) as { input?: unknown };
    return typeof input === 'string' ? input : text;
  } catch {
    return text;
  }
}
