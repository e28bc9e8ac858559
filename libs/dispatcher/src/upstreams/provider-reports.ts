import type { Clock, Hal0Error } from '@hal0/platform';
import type { Exchange } from '../exchange.js';
import type { Target } from '../routing/target.js';
import { isRefusal, nativeHeaders, readPace } from './pace.js';
import { ProviderHandler, type Handler } from './provider-handler.js';

/** Reads a provider's answer for what it says of its limits, before `reader` reads the rest. @param name the provider's */
export function fromProvider(
  exchange: Exchange,
  name: string,
  reader: Handler,
  isNative: boolean,
  clock: Clock,
): ProviderHandler {
  return new ProviderHandler(reader, name, (status, headers) => {
    if (isRefusal(status)) exchange.pace = readPace(headers, clock.now());
    else if (isNative) exchange.providersHeaders = nativeHeaders(headers);
  });
}

/** Tells a provider's health how a request to it went. */
export function report({ pace }: Exchange, target: Target, error: Hal0Error | null): void {
  if (target.kind === 'upstream') target.upstream.report(error, pace?.waitMs ?? null);
}
