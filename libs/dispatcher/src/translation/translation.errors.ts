import { Hal0Error } from '@hal0/platform';

/** The target's answer is not what its dialect says, so that it cannot be told in the client's. */
export class UnreadableAnswerError extends Hal0Error {
  readonly code = 'dispatch.unreadable_answer';
  readonly httpStatus = 502;

  constructor(cause: unknown) {
    super('The model server sent an answer that hal0 cannot read. Send the request again.', undefined, { cause });
  }
}

/** The target speaks a dialect that has no words for what the request asks; `param` names it. */
export class UntranslatableRequestError extends Hal0Error {
  readonly code = 'dispatch.untranslatable';
  readonly httpStatus = 400;

  constructor(
    message: string,
    readonly param: string | null,
  ) {
    super(message, { param });
  }
}
