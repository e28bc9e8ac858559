import type { UpstreamSettings } from '@hal0/config';
import { guardedLookupFor } from '@hal0/platform';
import { Pool } from 'undici';
import { addressProblem, portOf, problemOfAddress, type OwnPorts } from './upstream-address.js';
import { UpstreamAddressForbiddenError, UpstreamKeyMissingError } from './upstreams.errors.js';

/** Source: reference 3.3. */
const CONNECT_TIMEOUT_MS = 5_000;
const ANTHROPIC_VERSION = '2023-06-01';

/** How to send a request to a provider. */
export interface UpstreamWay {
  readonly pool: Pool;
  /** What must not be seen in anything that it answers; empty when it needs none. */
  readonly key: string;
  /** Names and values in turn, the key among them. */
  readonly headers: readonly string[];
  /** Path and query at the provider for the path of a request, e.g. `/v1/chat/completions`. */
  readonly path: (requestPath: string) => string;
}

/** What a connection needs to know of the rest. */
export interface UpstreamSurroundings {
  /** The secret of that name; undefined when it is not set. */
  readonly keyOf: (name: string) => string | undefined;
  readonly ownPorts: OwnPorts;
}

/** The connections to one provider, and what its requests look like. Redirects are never followed: they could lead anywhere. */
export class UpstreamConnection {
  private pool: Pool | null = null;
  private kept: { key: string; way: UpstreamWay } | null = null;

  constructor(
    private readonly name: string,
    private readonly settings: UpstreamSettings,
    private readonly surroundings: UpstreamSurroundings,
  ) {}

  get hasKey(): boolean {
    return this.settings.auth_style === 'none' || this.key !== undefined;
  }

  /** @throws UpstreamKeyMissingError, UpstreamAddressForbiddenError */
  way(): UpstreamWay {
    const { auth_style: style, auth_value_env: keyName } = this.settings;
    const key = style === 'none' ? '' : this.key;
    if (key === undefined) throw new UpstreamKeyMissingError(this.name, keyName ?? null);
    if (this.kept?.key !== key) this.kept = { key, way: this.makeWay(key) };
    return this.kept.way;
  }

  /** Requests under way end as usual; there will be no further ones. */
  close(): void {
    this.kept = null;
    this.pool?.close().catch(() => undefined);
    this.pool = null;
  }

  private get key(): string | undefined {
    const { auth_value_env: name } = this.settings;
    return (name && this.surroundings.keyOf(name)) || undefined;
  }

  private makeWay(key: string): UpstreamWay {
    const { origin, pathname, search } = new URL(this.settings.url);
    const query = queryOf(search, this.settings.auth_style === 'google_query' ? key : null);
    const base = pathname.replace(/\/+$/, '');
    return {
      pool: (this.pool ??= this.open(origin)),
      key,
      headers: [...this.headersWith(key), 'accept-encoding', 'identity'],
      // An address without a path is that of the provider, not that of a version of its API.
      path: (requestPath) => (base ? base + requestPath.replace(/^\/v1(?=\/)/, '') : requestPath) + query,
    };
  }

  private headersWith(key: string): string[] {
    const { auth_style: style, auth_header: header } = this.settings;
    if (style === 'bearer') return ['authorization', `Bearer ${key}`];
    if (style === 'header' && header) return [header.toLowerCase(), key];
    if (style === 'anthropic') return ['x-api-key', key, 'anthropic-version', ANTHROPIC_VERSION];
    return [];
  }

  private open(origin: string): Pool {
    const { url, timeout_seconds: seconds, concurrency } = this.settings;
    const { ownPorts } = this.surroundings;
    const problem = addressProblem(url, ownPorts);
    if (problem) throw new UpstreamAddressForbiddenError(this.name, problem);
    const port = portOf(url);
    return new Pool(origin, {
      // One more, for the list of models while every place is taken.
      connections: concurrency === undefined ? null : concurrency + 1,
      pipelining: 1,
      headersTimeout: seconds * 1_000,
      bodyTimeout: seconds * 1_000,
      connect: {
        timeout: CONNECT_TIMEOUT_MS,
        lookup: guardedLookupFor((address) => problemOfAddress(address, port, ownPorts) !== undefined),
      },
    });
  }
}

function queryOf(search: string, key: string | null): string {
  if (key === null) return search;
  return `${search ? `${search}&` : '?'}key=${encodeURIComponent(key)}`;
}
