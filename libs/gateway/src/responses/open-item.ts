import type { OutputItem, ResponseStatus } from './response-object.js';

interface ResponseEvent {
  type: string;
  [field: string]: unknown;
}

/** The item of a response that is being written, and the events that tell of it. */
export class OpenItem {
  private text = '';

  constructor(
    readonly kind: 'reasoning' | 'message' | 'refusal' | `function ${number}`,
    private readonly index: number,
    private readonly root: string,
    private readonly callId: string,
    private readonly name: string,
  ) {}

  begin(): ResponseEvent[] {
    const added = { type: 'response.output_item.added', output_index: this.index, item: this.item('in_progress') };
    return this.isCall ? [added] : [added, { type: 'response.content_part.added', ...this.at, part: this.part }];
  }

  say(piece: string): ResponseEvent[] {
    this.text += piece;
    const isText = this.kind === 'message';
    return [{ type: `${this.events}.delta`, ...this.at, delta: piece, ...(isText && { logprobs: [] }) }];
  }

  end(status: ResponseStatus): ResponseEvent[] {
    const { text } = this;
    const done = { type: `${this.events}.done`, ...this.at };
    const item = { type: 'response.output_item.done', output_index: this.index, item: this.item(status) };
    if (this.isCall) return [{ ...done, name: this.name, arguments: text }, item];
    const said =
      this.kind === 'refusal' ? { refusal: text } : { text, ...(this.kind === 'message' && { logprobs: [] }) };
    return [{ ...done, ...said }, { type: 'response.content_part.done', ...this.at, part: this.part }, item];
  }

  item(status: ResponseStatus): OutputItem {
    const { id } = this;
    const content = status === 'in_progress' ? [] : [this.part];
    if (this.kind === 'reasoning') return { type: 'reasoning', id, status, summary: [], content };
    if (!this.isCall) return { type: 'message', id, status, role: 'assistant', content };
    return { type: 'function_call', id, status, call_id: this.callId, name: this.name, arguments: this.text };
  }

  private get isCall(): boolean {
    return this.kind.startsWith('function');
  }

  private get id(): string {
    if (this.kind === 'reasoning') return `rs_${this.root}`;
    return `${this.isCall ? 'fc' : 'msg'}_${this.root}`;
  }

  /** What the events about the text of the item begin with. */
  private get events(): string {
    if (this.isCall) return 'response.function_call_arguments';
    if (this.kind === 'reasoning') return 'response.reasoning_text';
    return this.kind === 'refusal' ? 'response.refusal' : 'response.output_text';
  }

  private get at(): object {
    const item = { item_id: this.id, output_index: this.index };
    return this.isCall ? item : { ...item, content_index: 0 };
  }

  private get part(): object {
    const { text } = this;
    if (this.kind === 'reasoning') return { type: 'reasoning_text', text };
    if (this.kind === 'refusal') return { type: 'refusal', refusal: text };
    return { type: 'output_text', text, annotations: [], logprobs: [] };
  }
}
