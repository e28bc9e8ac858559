import type { RequestRow } from '../app/core/requests/request-row';

/** A streamed answer of a second, a tenth of it before the first token. */
export function aRequest(changes: Partial<RequestRow> = {}): RequestRow {
  return {
    row: 1,
    id: 'req-1',
    startedAt: Date.UTC(2026, 0, 1),
    path: '/v1/chat/completions',
    slot: 'primary',
    model: 'tiny-chat',
    stream: true,
    status: 200,
    outcome: 'completed',
    errorCode: null,
    queueMs: 0,
    loadMs: 0,
    firstByteMs: 100,
    totalMs: 1000,
    promptTokens: 310,
    completionTokens: 48,
    tokensPerSecond: 41.23,
    ttftMs: 100,
    cachedTokens: 0,
    promptTokensPerSecond: 900,
    dialect: 'openai',
    servedBy: 'lemonade',
    fallbackFrom: null,
    fallbackReason: null,
    attempts: [],
    triedMs: 0,
    key: null,
    gatewayMs: 0,
    ...changes,
  };
}
