import type { RequestRecord } from '../events/request-finished.event.js';

/** A stream of slot `primary` that went well, for tests to change. */
export function finishedRequest(change: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: 'req_1',
    startedAt: Date.UTC(2026, 0, 1),
    path: '/v1/chat/completions',
    dialect: 'openai',
    slot: 'primary',
    model: 'demo',
    servedBy: 'lemonade',
    fallbackFrom: null,
    fallbackReason: null,
    attempts: [],
    key: null,
    stream: true,
    status: 200,
    outcome: 'completed',
    errorCode: null,
    queueMs: 0,
    loadMs: 0,
    triedMs: 0,
    firstByteMs: 50,
    ttftMs: 50,
    totalMs: 800,
    gatewayMs: 0.5,
    promptTokens: 12,
    cachedTokens: 4,
    completionTokens: 30,
    tokensPerSecond: 40,
    promptTokensPerSecond: 800,
    ...change,
  };
}
