import { isIP } from 'node:net';
import { ContentTypeForbiddenError, HostForbiddenError, OriginForbiddenError } from '../errors/system.errors.js';
import type { Hal0Error } from '../errors/hal0.error.js';

/** May be getters: lists that are replaced count at once. */
export interface RequestSecurityOptions {
  /** Beyond IP literals, localhost, `*.local` and the own name. Lower case, without port. */
  allowedHosts: readonly string[];
  /** Full origins, e.g. `https://chat.example.org`. */
  allowedOrigins: readonly string[];
  /** The box's own name. */
  hostname: string;
}

export interface RequestHead {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  /** The browser's own word on where a request comes from. */
  fetchSite: string | undefined;
  contentType: string | undefined;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What an HTML form can send without asking first (Fetch standard, "CORS-safelisted request-header"). */
const FORM_TYPES = /^\s*(application\/x-www-form-urlencoded|text\/plain)/i;

/**
 * Keeps browser-borne attackers out of an API that has no login: DNS rebinding by the Host header, foreign
 * pages by Origin, form posts by content type. Source: ADR 0003.
 */
export class RequestSecurity {
  private readonly hosts = new Map<string, boolean>();
  private decidedFor: readonly string[] = [];

  constructor(private readonly options: RequestSecurityOptions) {}

  /** The reason to refuse the request, or undefined. */
  check(head: RequestHead): Hal0Error | undefined {
    const host = head.host ?? '';
    if (!this.isAllowedHost(host)) return new HostForbiddenError(host);
    if (head.origin !== undefined && !this.isAllowedOrigin(head.origin, host))
      return new OriginForbiddenError(head.origin);
    if (SAFE_METHODS.has(head.method)) return undefined;
    if (head.origin === undefined && head.fetchSite === 'cross-site') return new OriginForbiddenError('another site');
    if (head.contentType !== undefined && FORM_TYPES.test(head.contentType)) return new ContentTypeForbiddenError();
    return undefined;
  }

  private isAllowedHost(host: string): boolean {
    if (this.decidedFor !== this.options.allowedHosts) {
      this.decidedFor = this.options.allowedHosts;
      this.hosts.clear();
    }
    const known = this.hosts.get(host);
    if (known !== undefined) return known;
    const allowed = this.decideHost(hostName(host));
    // The header is the sender's to choose, so what is remembered of it is bounded.
    if (this.hosts.size < 64) this.hosts.set(host, allowed);
    return allowed;
  }

  private decideHost(name: string): boolean {
    return (
      isIP(name) !== 0 ||
      name === 'localhost' ||
      name.endsWith('.localhost') ||
      name.endsWith('.local') ||
      name === this.options.hostname ||
      this.options.allowedHosts.includes(name)
    );
  }

  private isAllowedOrigin(origin: string, host: string): boolean {
    if (this.options.allowedOrigins.includes(origin)) return true;
    const [, originHost] = /^https?:\/\/(.+)$/.exec(origin) ?? [];
    return originHost === host;
  }
}

/** Lower-case name or address of a Host header, without port and brackets. */
function hostName(host: string): string {
  const [, bracketed, plain = ''] = /^(?:\[(.+)\]|([^:]*))(?::\d+)?$/.exec(host.toLowerCase()) ?? [];
  return bracketed ?? plain;
}
