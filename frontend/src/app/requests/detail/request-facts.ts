import { THIS_BOX, type RequestRow } from '../../core/requests/request-row';
import { describeCount, describeReason } from '../../core/requests/request-words';
import { describeDuration, significant } from '../../ui/numbers';

export interface Fact {
  name: string;
  value: string;
  mono?: boolean;
}

const DIALECTS: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  responses: 'OpenAI Responses',
  anthropic: 'Anthropic',
  ollama: 'Ollama',
  realtime: 'OpenAI Realtime',
};

/** Everything known of a request that its bar does not show. */
export function factsOf(request: RequestRow): readonly Fact[] {
  const { dialect, servedBy, fallbackFrom, fallbackReason, firstByteMs, attempts } = request;
  const facts: readonly (Fact | null)[] = [
    { name: 'Came', value: new Date(request.startedAt).toLocaleString() },
    fact('Asked in the words of', dialect && (DIALECTS[dialect] ?? dialect)),
    fact('Served by', servedBy === THIS_BOX ? 'this box' : servedBy),
    attempts.length > 0
      ? null
      : fact(
          'Instead of',
          fallbackFrom && `${fallbackFrom}${fallbackReason ? `, because: ${describeReason(fallbackReason)}` : ''}`,
        ),
    fact('Model', request.model, true),
    fact('Key', request.key, true),
    { name: 'Answer', value: request.stream ? 'streamed' : 'in one piece' },
    fact('First byte', firstByteMs === null ? null : describeDuration(firstByteMs)),
    fact('Prompt', tokens(request.promptTokens, request.promptTokensPerSecond)),
    fact('Of it from the cache', tokens(request.cachedTokens, null)),
    fact('Completion', tokens(request.completionTokens, request.tokensPerSecond)),
    fact('Error', request.errorCode, true),
  ];
  return facts.filter((known) => known !== null);
}

function fact(name: string, value: string | null | undefined, mono = false): Fact | null {
  return value ? { name, value, mono } : null;
}

function tokens(count: number | null, perSecond: number | null): string | null {
  if (count === null) return null;
  return `${describeCount(count)} tokens${perSecond === null ? '' : `, ${significant(perSecond)} tok/s`}`;
}
