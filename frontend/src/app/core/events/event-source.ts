import { InjectionToken } from '@angular/core';

/** The part of the browser's EventSource that is used; what tests stand in for. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  close(): void;
}

export const OPEN_EVENT_SOURCE = new InjectionToken<(url: string) => EventSourceLike>('OPEN_EVENT_SOURCE', {
  providedIn: 'root',
  factory: () => (url) => new EventSource(url) as EventSourceLike,
});
