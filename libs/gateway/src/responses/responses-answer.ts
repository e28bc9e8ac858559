import type { AnswerTranslation, ChatChunk, ChatCompletion, ChatToolCallDelta, ChatUsage } from '@hal0/dispatcher';
import { CallsInTurn } from '../chat-answers/calls-in-turn.js';
import { wordsOf } from '../chat-answers/chat-words.js';
import { HeldWords } from '../chat-answers/held-words.js';
import type { JsonObject } from '../intake/json-fields.js';
import { OpenItem, type ItemCall } from './open-item.js';
import { responseObject, rootOf, statusOf, type OutputItem, type ResponseStatus } from './response-object.js';
import { ToolSet } from './tool-set.js';

/** A chat's answer as one of the Responses API. A stream has one item of output open at a time. */
export class ResponsesAnswer implements AnswerTranslation {
  readonly streamType = 'text/event-stream; charset=utf-8';
  private numbered = 0;
  private answer: ChatChunk | null = null;
  private readonly output: OutputItem[] = [];
  private readonly calls = new CallsInTurn();
  private readonly seenTools = new Set<number>();
  private open: OpenItem | null = null;
  private finishReason: string | null = null;
  private usage: ChatUsage | null = null;
  private readonly held = new HeldWords();
  private toolSet: ToolSet | null = null;

  /** @param asked what the client sent, which stands in the answer again */
  constructor(private readonly asked: JsonObject) {}

  /** The number of the next event. */
  nextNumber(): number {
    const number = this.numbered;
    this.numbered += 1;
    return number;
  }

  plain(body: Buffer): string {
    const completion = JSON.parse(body.toString()) as ChatCompletion;
    const choice = completion.choices?.[0];
    if (!choice?.message) throw new Error('a chat completion without a message');
    const { tool_calls, ...message } = choice.message;
    const calls = (tool_calls ?? []).map((call, index) => ({ ...call, index }));
    // The same as a stream of one event, of which only the outcome is told.
    this.take({ ...completion, choices: [{ ...choice, delta: { ...message, tool_calls: calls } }] });
    this.restOfCalls();
    this.close(statusOf(this.finishReason));
    return JSON.stringify(this.response(statusOf(this.finishReason)));
  }

  event(data: string): string {
    return this.take(JSON.parse(data) as ChatChunk);
  }

  end(): string {
    const status = statusOf(this.finishReason);
    if (!this.answer) throw new Error('a stream without any part of an answer');
    const last = this.restOfCalls() + this.close(status);
    return last + this.write({ type: `response.${status}`, response: this.response(status) });
  }

  /** Whatever is wrong with them has been said before there is an answer. */
  private get tools(): ToolSet {
    return (this.toolSet ??= new ToolSet(this.asked));
  }

  private take(chunk: ChatChunk): string {
    let text = this.begin(chunk);
    if (chunk.usage) this.usage = chunk.usage;
    const choice = chunk.choices?.[0];
    if (!choice) return text;
    const delta = choice.delta ?? {};
    const { reasoning, content, refusal } = wordsOf(delta);
    if (reasoning) text += this.say('reasoning', reasoning);
    if (content) text += this.say('message', content);
    if (refusal) text += this.say('refusal', refusal);
    for (const call of this.calls.take(delta.tool_calls ?? [])) text += this.called(call);
    this.finishReason = choice.finish_reason ?? this.finishReason;
    return text;
  }

  private called({ index = 0, id, function: called }: ChatToolCallDelta): string {
    const kind = `function ${index}` as const;
    let text = '';
    if (this.open?.kind !== kind) {
      if (this.seenTools.has(index)) throw new Error('something else within a tool call');
      this.seenTools.add(index);
      text += this.openItem(kind, { ...this.tools.find(called?.name ?? ''), callId: id ?? `call_${index}` });
    }
    return called?.arguments ? text + this.say(kind, called.arguments) : text;
  }

  private restOfCalls(): string {
    let text = '';
    for (const call of this.calls.rest()) text += this.called(call);
    return text;
  }

  private begin(chunk: ChatChunk): string {
    if (this.answer) return '';
    const { id, model, created } = chunk;
    this.answer = { ...(id && { id }), ...(model && { model }), ...(created && { created }) };
    const response = this.response('in_progress');
    return this.write({ type: 'response.created', response }, { type: 'response.in_progress', response });
  }

  private say(kind: OpenItem['kind'], piece: string): string {
    this.held.keep(piece);
    const opening = this.open?.kind === kind ? '' : this.openItem(kind);
    return opening + this.write(...(this.open?.say(piece) ?? []));
  }

  private openItem(kind: OpenItem['kind'], call?: ItemCall): string {
    const closing = this.close('completed');
    const index = this.output.length;
    // An item is kept with the names of its fields, and with its id.
    this.held.keepItem();
    this.open = new OpenItem(kind, index, `${rootOf(this.answer ?? {})}_${index}`, call);
    return closing + this.write(...this.open.begin());
  }

  private close(status: ResponseStatus): string {
    const { open } = this;
    if (!open) return '';
    this.open = null;
    const events = open.end(status);
    this.output.push(open.item(status));
    return this.write(...events);
  }

  private response(status: ResponseStatus): object {
    const { output, finishReason, usage } = this;
    return responseObject(this.asked, this.tools, this.answer ?? {}, { status, output, finishReason, usage });
  }

  private write(...events: { type: string; [field: string]: unknown }[]): string {
    return events
      .map((event) => {
        const numbered = { ...event, sequence_number: this.nextNumber() };
        return `event: ${event.type}\ndata: ${JSON.stringify(numbered)}\n\n`;
      })
      .join('');
  }
}
