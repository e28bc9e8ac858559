import { ValidateBy } from 'class-validator';

/** Neither control characters nor what turns the direction of a text: it is shown in terminals and beside other words. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** A text that holds nothing but what can be seen. */
export function PlainWords(): PropertyDecorator {
  return ValidateBy(
    { name: 'plainWords', validator: { validate: isPlain } },
    { message: ({ property }) => `${property} must be a text of one line, without control characters` },
  );
}

/** The same text as one that {@link PlainWords} lets through, at most that long; empty when nothing is left of it. */
export function inPlainWords(text: string, maxLength: number): string {
  return text.replaceAll(UNSEEN, ' ').trim().slice(0, maxLength).trim();
}

function isPlain(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.search(UNSEEN) === -1;
}
