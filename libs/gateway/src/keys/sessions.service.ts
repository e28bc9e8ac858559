import { Hal0Settings } from '@hal0/config';
import { Clock } from '@hal0/platform';
import { Inject, Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { GATEWAY_PREFIX } from '../gateway-prefix.js';
import { isLimited, type ApiKey } from './api-key.js';
import { ApiKeysService } from './api-keys.service.js';
import type { SessionDto } from './http/session.dto.js';
import { KeyInvalidError, KeyLimitedError } from './keys.errors.js';
import { OperatorToken } from './operator-token.js';

const COOKIE = 'hal0_session';
const SESSION_SECONDS = 30 * 86_400;
const VALUES = /(?:^|;\s*)hal0_session=([\w-]+)\.(\d+)\.([\w-]+)/g;

/**
 * Browsers that have shown a key. Nothing is kept of them: the cookie names the key and the end of the session under a
 * seal, so that it outlives a restart, and ends with its key.
 */
@Injectable()
export class SessionsService {
  private readonly attributes: string;

  constructor(
    private readonly keys: ApiKeysService,
    private readonly operator: OperatorToken,
    private readonly clock: Clock,
    private readonly settings: Hal0Settings,
    @Inject(GATEWAY_PREFIX) prefix: string,
  ) {
    this.attributes = `Path=${prefix || '/'}; HttpOnly; SameSite=Strict`;
  }

  /** @throws KeyInvalidError, KeyLimitedError for a key that does not operate hal0 */
  check(presented: string): ApiKey {
    const key = this.keys.find(presented);
    if (!key) throw new KeyInvalidError();
    if (isLimited(key)) throw new KeyLimitedError(key.name);
    return key;
  }

  describe(key: ApiKey | undefined): SessionDto {
    return { required: this.settings.api.require_key === 'all', signedIn: key !== undefined, key: key?.name ?? null };
  }

  /** The `Set-Cookie` of a browser that has shown `key`. */
  begin(key: ApiKey): string {
    const until = Math.floor(this.clock.now() / 1_000) + SESSION_SECONDS;
    const value = [encoded(key.name), until, this.seal(key, until).toString('base64url')].join('.');
    return `${COOKIE}=${value}; Max-Age=${SESSION_SECONDS}; ${this.attributes}`;
  }

  /** The `Set-Cookie` that takes it away again. */
  end(): string {
    return `${COOKIE}=; Max-Age=0; ${this.attributes}`;
  }

  /**
   * The key of a `Cookie` header; undefined when it has no session, or none that goes on. Any page at another port of this
   * host may put cookies of the same name before the right one, so that all of them count.
   */
  keyOf(cookies: string | undefined): ApiKey | undefined {
    if (!cookies) return undefined;
    for (const [, name = '', end = '', seal = ''] of cookies.matchAll(VALUES)) {
      const key = this.keyOfValue(name, Number(end), Buffer.from(seal, 'base64url'));
      if (key) return key;
    }
    return undefined;
  }

  private keyOfValue(name: string, until: number, given: Buffer): ApiKey | undefined {
    if (until * 1_000 <= this.clock.now()) return undefined;
    const key = this.keys.named(Buffer.from(name, 'base64url').toString());
    if (!key) return undefined;
    const right = this.seal(key, until);
    return given.length === right.length && timingSafeEqual(given, right) ? key : undefined;
  }

  /** Of the fingerprint, because another key may get the same name one day. */
  private seal({ fingerprint }: ApiKey, until: number): Buffer {
    return this.operator.seal(`session ${fingerprint} ${until}`);
  }
}

function encoded(name: string): string {
  return Buffer.from(name).toString('base64url');
}
