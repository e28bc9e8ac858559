import { Hal0Settings } from '@hal0/config';
import type { Grant } from '@hal0/dispatcher';
import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { isLimited, type ApiKey } from './api-key.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyInvalidError, KeyLimitedError, KeyMissingError } from './keys.errors.js';
import { OperatorToken } from './operator-token.js';
import { SessionsService } from './sessions.service.js';

/** What is behind the gate: the routes to models, or the dashboard's API and everything else that operates hal0. */
export type Area = 'inference' | 'operation';

/** Who may come in, by API key, session of the dashboard, or as the operator on this machine. */
@Injectable()
export class KeyGate {
  constructor(
    private readonly settings: Hal0Settings,
    private readonly keys: ApiKeysService,
    private readonly operator: OperatorToken,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * What the request may do; null for everything. Where no key is asked for, one that is known counts all the same, with
   * its limits, and any other is taken for the filler that many clients insist on.
   * @throws KeyMissingError, KeyInvalidError, KeyLimitedError
   */
  admit(headers: IncomingHttpHeaders, area: Area): Grant | null {
    const key = this.keyFor(headers, area);
    if (!key) return null;
    this.keys.used(key);
    return key.grant;
  }

  /** Whether {@link admit} would let it in; no use of its key. */
  admits(headers: IncomingHttpHeaders, area: Area): boolean {
    try {
      this.keyFor(headers, area);
      return true;
    } catch {
      return false;
    }
  }

  /** The key that it comes in with; null without one. Throws as {@link admit} does. */
  private keyFor(headers: IncomingHttpHeaders, area: Area): ApiKey | null {
    const isRequired = this.isRequired(area);
    if (!isRequired && area === 'operation') return null;
    const presented = presentedKey(headers);
    const key = (presented ? this.keys.find(presented) : undefined) ?? this.sessions.keyOf(headers.cookie);
    if (key) {
      if (area === 'operation' && isLimited(key)) throw new KeyLimitedError(key.name);
      return key;
    }
    if (!isRequired || (presented && this.operator.matches(presented))) return null;
    throw presented ? new KeyInvalidError() : new KeyMissingError();
  }

  private isRequired(area: Area): boolean {
    const { require_key } = this.settings.api;
    return require_key === 'all' || (require_key === 'inference' && area === 'inference');
  }
}

/** Where OpenAI's clients put it, else where Anthropic's do. Never in the address, which stands in logs. */
function presentedKey({ authorization, 'x-api-key': other }: IncomingHttpHeaders): string | undefined {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return bearer ?? (typeof other === 'string' && other ? other : undefined);
}
