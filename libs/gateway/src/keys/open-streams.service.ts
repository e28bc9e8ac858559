import { ConfigChangedEvent } from '@hal0/config';
import { EventBus } from '@hal0/platform';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { ApiKeysService } from './api-keys.service.js';
import { KeyGate, type Area } from './key-gate.js';

const EVENT_STREAM = 'text/event-stream';

interface Admitted {
  headers: IncomingHttpHeaders;
  area: Area;
}

/**
 * Answers under way that may have no end: event streams of hal0 itself, which tell everything there is to know, and
 * WebSockets. Whoever has one is looked at again when a key is revoked or the settings change, and cut off when the request
 * would be refused by now. Answers that end by themselves do so.
 */
@Injectable()
export class OpenStreams implements OnModuleInit, OnModuleDestroy {
  private readonly open = new Map<ServerResponse, Admitted>();
  private stopObserving = () => {};

  constructor(
    private readonly gate: KeyGate,
    private readonly keys: ApiKeysService,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.keys.onRevoked(() => this.review());
    this.stopObserving = this.events.observe(({ type }) => {
      if (type === ConfigChangedEvent.type) this.review();
    });
  }

  onModuleDestroy(): void {
    this.stopObserving();
  }

  /** An answer to a request that was admitted, in case it turns out to be one of those. */
  add(response: ServerResponse, headers: IncomingHttpHeaders, area: Area): void {
    if (area === 'inference' && headers.upgrade === undefined) return;
    this.open.set(response, { headers, area });
    response.once('close', () => this.open.delete(response));
  }

  private review(): void {
    for (const [response, { headers, area }] of this.open) {
      if (isEndless(response, area) && !this.gate.admits(headers, area)) response.destroy();
    }
  }
}

function isEndless(response: ServerResponse, area: Area): boolean {
  return area === 'inference' || String(response.getHeader('content-type')).startsWith(EVENT_STREAM);
}
