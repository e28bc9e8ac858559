import type { SlotDto, SlotMetricsDto } from '@hal0/slots';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Answer = (request: { body: unknown; headers: IncomingHttpHeaders; response: ServerResponse }) => unknown;

/** A loopback server that answers what a test lays down per `METHOD /path`, and 404 in hal0's envelope otherwise. */
export class FakeApi {
  /** `METHOD /path` of every request, in order. */
  readonly requests: string[] = [];
  readonly bodies: unknown[] = [];
  private readonly answers = new Map<string, Answer>();
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  /** @param port any free one when 0 */
  static async start(port = 0): Promise<FakeApi> {
    const api = new FakeApi();
    api.server.listen(port, '127.0.0.1');
    await once(api.server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers with JSON; an answer that is undefined has written the response itself. */
  on(route: string, answer: Answer): this {
    this.answers.set(route, answer);
    return this;
  }

  /** Resolves once there was such a request: `METHOD /path`. */
  async asked(route: string): Promise<void> {
    while (!this.requests.includes(route)) await once(this.server, 'request');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`;
    const sent = await text(request);
    const body: unknown = sent ? JSON.parse(sent) : undefined;
    this.requests.push(route);
    this.bodies.push(body);
    const answer = this.answers.get(route);
    if (!answer) return refuse(response, 404, 'system.http_404', `Cannot ${route}`);
    const json = answer({ body, headers: request.headers, response });
    if (json !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(json));
  }
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  details?: object,
): void {
  const text = JSON.stringify({ error: { code, message, details } });
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

export const aSlot = (changes: Partial<SlotDto> = {}): SlotDto => ({
  name: 'primary',
  type: 'llm',
  device: 'cpu',
  model: 'hal0/demo-chat',
  enabled: true,
  default: true,
  seeded: true,
  state: 'offline',
  stateSince: '2026-01-01T00:00:00.000Z',
  stateReason: null,
  error: null,
  parallel: 1,
  activeRequests: 0,
  queuedRequests: 0,
  contextSize: null,
  idleTimeoutSeconds: 0,
  threads: null,
  extraArgs: null,
  pinned: false,
  labels: [],
  phase: 'offline',
  fromModel: [],
  gated: false,
  profile: null,
  systemPrompt: null,
  fallback: [],
  fallbackAfterSeconds: null,
  fallbackQueueLongerThan: null,
  fallbackOn: ['unavailable', 'rate_limited'],
  localOnly: false,
  memoryMib: null,
  needMib: null,
  backend: null,
  coresidentGroup: null,
  metrics: someMetrics(),
  ...changes,
});

export const someMetrics = (changes: Partial<SlotMetricsDto> = {}): SlotMetricsDto => ({
  requests: 0,
  failed: 0,
  abandoned: 0,
  active: 0,
  queued: 0,
  ttftMs: null,
  ttftP50Ms: null,
  ttftP95Ms: null,
  tokensPerSecond: null,
  promptTokensPerSecond: null,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  queueMs: null,
  kvUsage: null,
  contextTokens: null,
  contextSize: null,
  memoryMib: null,
  uptimeSeconds: null,
  lastUsedAt: null,
  ...changes,
});
