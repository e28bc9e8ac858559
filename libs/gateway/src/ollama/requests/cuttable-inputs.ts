import type { Measure, RequestBody } from '@hal0/dispatcher';

/** A text, or as many of its tokens as the model takes. */
export type Input = string | readonly number[];

/** A model's own marks before and behind a text are few, and a token has a byte at least. */
const MARKS = 8;

/** A request for embeddings whose texts may be cut at their end to what the model takes, as clients of Ollama expect. */
export class CuttableInputs implements RequestBody {
  readonly contentType = 'application/json';
  readonly replayable = true;
  private body: RequestBody;
  private isCut = false;

  /** @param bodyWith the request with other inputs */
  constructor(
    private readonly texts: readonly string[],
    private readonly bodyWith: (inputs: readonly Input[]) => RequestBody,
  ) {
    this.body = bodyWith(texts);
  }

  prepare(): void {
    this.body.prepare?.();
  }

  unchanged(): ReturnType<RequestBody['unchanged']> {
    return this.body.unchanged();
  }

  forModel(model: string): ReturnType<RequestBody['forModel']> {
    return this.body.forModel(model);
  }

  async shorten(measure: Measure): Promise<boolean> {
    if (this.isCut) return false;
    this.isCut = true;
    const marks = await measure.tokensOf('');
    const inputs: Input[] = [];
    for (const text of this.texts) inputs.push(await cut(text, measure, marks));
    this.body = this.bodyWith(inputs);
    return true;
  }
}

/** The marks behind the text stay: some models take the meaning of the whole from the last one. */
async function cut(text: string, { most, tokensOf }: Measure, marks: readonly number[]): Promise<Input> {
  if (Buffer.byteLength(text) + MARKS <= most) return text;
  const tokens = await tokensOf(text);
  if (tokens.length <= most) return text;
  let behind = 0;
  while (behind < marks.length && marks.at(-1 - behind) === tokens.at(-1 - behind)) behind += 1;
  return [...tokens.slice(0, most - behind), ...tokens.slice(tokens.length - behind)];
}
