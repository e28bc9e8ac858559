import type { OnModuleDestroy } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Agent, errors } from 'undici';
import { HubAddresses } from './hub-address.js';
import { HubAddressForbiddenError, HubAnswerInvalidError, HubUnreachableError } from './hub.errors.js';

const CONNECT_TIMEOUT_MS = 30_000;
/** Silence after which a connection counts as dead, before the head of an answer and within its body. */
const SILENCE_MS = 30_000;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const USER_AGENT = 'hal0';

export interface HubTransportOptions {
  /** Address of the hub, with the path in front of its routes if it has one. */
  hubUrl: string;
  /** What opens restricted repositories, asked anew for each request. */
  token: () => string | undefined;
  /** Silence after which a connection counts as dead; half a minute when absent. */
  silenceMs?: number;
}

/** The end of a chain of redirects. */
export interface HubAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Those of the redirects before it, too: the hub tells there what a file is. */
  passed: Readonly<Record<string, string>>;
  /** Where the answer came from; may hold a signature, so it is not for people to see. */
  url: URL;
  body: Readable;
}

/** Requests to the hub and to where it keeps its files. The token goes to the hub alone, never to where it redirects. */
export class HubTransport implements OnModuleDestroy {
  readonly hub: URL;
  private readonly addresses: HubAddresses;
  private readonly agent: Agent;

  constructor(private readonly options: HubTransportOptions) {
    this.hub = new URL(options.hubUrl.replace(/\/+$/, ''));
    this.addresses = new HubAddresses(this.hub);
    const silence = options.silenceMs ?? SILENCE_MS;
    this.agent = new Agent({
      headersTimeout: silence,
      bodyTimeout: silence,
      connect: { timeout: CONNECT_TIMEOUT_MS, lookup: this.addresses.lookup },
    });
  }

  get hasToken(): boolean {
    return this.options.token() !== undefined;
  }

  /** An address at the hub. */
  at(path: string): URL {
    return new URL(`${this.hub.pathname.replace(/\/$/, '')}${path}`, this.hub);
  }

  /**
   * The answer at the end of all redirects; its body must be read or destroyed.
   * @throws HubUnreachableError, HubAddressForbiddenError, HubAnswerInvalidError; what the signal says when it is aborted
   */
  async get(address: URL, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<HubAnswer> {
    let passed: Readonly<Record<string, string>> = {};
    for (let url = address, redirects = 0; ; redirects++) {
      const answer = await this.ask(url, headers, signal);
      // What the hub says counts, whatever others on the way say.
      passed = { ...answer.headers, ...passed };
      const location = answer.headers['location'];
      if (!REDIRECTS.has(answer.status) || location === undefined) return { ...answer, passed };
      // Nobody reads what a redirect says; the connection is free again once it is through.
      answer.body.resume();
      answer.body.on('error', () => undefined);
      if (redirects === MAX_REDIRECTS) throw new HubAnswerInvalidError(url.host, 'it redirects in circles');
      url = redirected(url, location);
    }
  }

  onModuleDestroy(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Omit<HubAnswer, 'passed'>> {
    const problem = this.addresses.problemOf(url);
    if (problem) throw new HubAddressForbiddenError(url.host, problem);
    const token = url.origin === this.hub.origin ? this.options.token() : undefined;
    try {
      const answer = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: {
          'user-agent': USER_AGENT,
          'accept-encoding': 'identity',
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(signal ? { signal } : {}),
      });
      return { status: answer.statusCode, headers: flat(answer.headers), url, body: answer.body };
    } catch (error) {
      signal?.throwIfAborted();
      throw describe(url.host, error);
    }
  }
}

function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new HubAnswerInvalidError(from.host, 'it redirects to no address');
  const to = new URL(location, from.href);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new HubAddressForbiddenError(to.host, 'the way there is not encrypted, while the hub is');
  }
  return to;
}

function describe(host: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ADDRESS_REFUSED')
    return new HubAddressForbiddenError(host, 'its name leads to an address that is not for models');
  return new HubUnreachableError(host, failureOf(error, code), error);
}

/** Without a full stop. */
function failureOf(error: unknown, code: string | undefined): string {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'it does not answer';
  if (error instanceof errors.ConnectTimeoutError) return 'it does not take connections';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code?.startsWith('ERR_TLS') || code?.includes('CERT')) return `its certificate is not accepted (${code})`;
  return `the connection broke${code ? ` (${code})` : ''}`;
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
