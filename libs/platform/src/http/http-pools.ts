import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Pool } from 'undici';
import { Clock } from '../clock/clock.js';
import { LocalServerPool, type HttpSender } from './local/local-server-pool.js';

/** Connect timeout towards a local daemon or an upstream. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * One long-lived connection pool per origin and purpose. Calls keep their connection; streams do not, because lemond
 * announces keep-alive on a stream and then closes the socket (Lemonade contract, 3.7). Time limits belong to
 * the caller: a model may take minutes to its first byte.
 */
@Injectable()
export class HttpPools implements OnModuleDestroy {
  private readonly pools = new Map<string, Pool>();
  private readonly localPools = new Map<string, LocalServerPool>();

  constructor(private readonly clock: Clock) {}

  /** For short requests with one answer. */
  calls(origin: string): Pool {
    return this.pool(`calls ${origin}`, origin, 1);
  }

  /** For event streams. */
  streams(origin: string): Pool {
    return this.pool(`streams ${origin}`, origin, 0);
  }

  /** For the way of every request to an HTTP server of this machine. */
  local(origin: string): HttpSender {
    let pool = this.localPools.get(origin);
    if (!pool) {
      pool = new LocalServerPool(origin, this.clock, CONNECT_TIMEOUT_MS, this.calls(origin));
      this.localPools.set(origin, pool);
    }
    return pool;
  }

  async onModuleDestroy(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    for (const pool of this.localPools.values()) pool.destroy();
    this.localPools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private pool(key: string, origin: string, pipelining: 0 | 1): Pool {
    let pool = this.pools.get(key);
    if (!pool) {
      pool = new Pool(origin, {
        pipelining,
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: CONNECT_TIMEOUT_MS },
        // A model server closes idle connections when it pleases; not waiting for it costs a local connect at most.
        keepAliveTimeout: 3_000,
      });
      this.pools.set(key, pool);
    }
    return pool;
  }
}
