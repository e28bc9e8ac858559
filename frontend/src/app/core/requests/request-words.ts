import { significant } from '../../ui/numbers';
import type { RequestRow } from './request-row';

export function describeCount(tokens: number): string {
  return tokens.toLocaleString('en');
}

/** How a request ended, where that is worth a word; empty for one that went well. */
export function describeOutcome({ outcome, status, errorCode }: RequestRow): string {
  if (outcome === 'completed') return '';
  return outcome === 'abandoned' ? 'client hung up' : `${status} ${errorCode ?? ''}`.trim();
}

/** Why a target was given up, in words: codes stand as they are, so that they can be looked up. */
export function describeReason(reason: string): string {
  return reason.includes('.') ? reason : reason.replaceAll('_', ' ');
}

/** Tokens and speed, as far as they are known. */
export function describeTokens({ promptTokens, completionTokens, tokensPerSecond }: RequestRow): string {
  const known = [
    ...(promptTokens === null ? [] : [`${describeCount(promptTokens)} in`]),
    ...(completionTokens === null ? [] : [`${describeCount(completionTokens)} out`]),
    ...(tokensPerSecond === null ? [] : [`${significant(tokensPerSecond)} tok/s`]),
  ];
  return known.join(' · ');
}
