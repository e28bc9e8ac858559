/** More than any model says at once, pictures and vectors included; in bytes. An answer is held in memory until it is whole. */
export const LONGEST_PLAIN_ANSWER = 64 * 1_048_576;

/**
 * One answer on its way from one dialect of the wire into another. An object serves a single answer; it is made when
 * the answer begins.
 */
export interface AnswerTranslation {
  /** `content-type` of a translated stream; of a translated plain answer it is JSON unless {@link plainType} says otherwise. */
  readonly streamType: string;
  readonly plainType?: string;
  /** A whole answer that is no stream. @throws when the body is not what the target's dialect says */
  plain(body: Buffer): Buffer | string;
  /**
   * One event of a stream, in the words of the dialect that is translated from; the text to send in its place, empty for none.
   * @param data the payload of the event; `[DONE]` is told by {@link end} and never comes here
   * @param name of the event where the dialect names its events, else undefined
   */
  event(data: string, name: string | undefined): string;
  /** What is sent after the last event of a stream that has come to its end properly. */
  end(): string;
}

/**
 * Makes one translation for each answer.
 * @param beganAt epoch milliseconds
 */
export type TranslateAnswer = (beganAt: number) => AnswerTranslation;
