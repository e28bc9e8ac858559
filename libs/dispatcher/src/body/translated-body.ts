import type { RequestBody } from './request-body.js';

/** A request in OpenAI's words, which are looked for when they are wanted: a target that speaks the client's needs none. */
export class TranslatedBody implements RequestBody {
  readonly contentType = 'application/json';
  readonly replayable = true;
  private translated: RequestBody | null = null;

  /** @param translate throws a Hal0Error when there are no words for the request */
  constructor(private readonly translate: () => RequestBody) {}

  prepare(): void {
    this.translated ??= this.translate();
  }

  unchanged(): ReturnType<RequestBody['unchanged']> {
    return this.words.unchanged();
  }

  forModel(model: string): ReturnType<RequestBody['forModel']> {
    return this.words.forModel(model);
  }

  private get words(): RequestBody {
    return (this.translated ??= this.translate());
  }
}
