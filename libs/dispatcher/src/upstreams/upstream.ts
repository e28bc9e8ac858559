import type { UpstreamSettings } from '@hal0/config';
import type { Clock, Hal0Error } from '@hal0/platform';
import { Admission } from '@hal0/slots';

/** Dialects that a provider may speak. */
export type UpstreamDialect = 'openai' | 'anthropic';

/** One provider at run time: its settings, its models as known now, its places and how it is doing. */
export class Upstream {
  readonly admission: Admission;
  /** Model ids: those of the settings, and those that it listed last. */
  models: ReadonlySet<string>;

  constructor(
    readonly name: string,
    readonly settings: UpstreamSettings,
    clock: Clock,
  ) {
    this.models = new Set(settings.models);
    this.admission = new Admission(settings.concurrency ?? Number.POSITIVE_INFINITY, clock, {
      isOpen: () => true,
      changed: () => undefined,
    });
  }

  get dialect(): UpstreamDialect {
    return this.settings.auth_style === 'anthropic' ? 'anthropic' : 'openai';
  }

  /** The latest answers were failures, so that others that serve the same model are tried before it. */
  get isFailing(): boolean {
    return false;
  }

  /** Tells how a request that was sent there went; null when it was answered well. */
  report(_error: Hal0Error | null): void {
    return undefined;
  }
}
