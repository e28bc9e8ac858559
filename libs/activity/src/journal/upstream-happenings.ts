import type { Hal0Event } from '@hal0/platform';
import type { Happening } from './happenings.js';

// The event of a library that activity may not import; its shape is part of the event stream's contract.
interface UpstreamState {
  upstream: { name: string; state: string; error: string | null };
}

/** How providers outside this machine come and go. Remembers them, because their event also tells of other changes. */
export class UpstreamHappenings {
  private readonly states = new Map<string, string>();

  /** Undefined for other events, and when the provider does as before. */
  describe(event: Hal0Event): Happening | undefined {
    if (event.type !== 'upstream.state') return undefined;
    const { name, state, error } = (event as Hal0Event & UpstreamState).upstream;
    const before = this.states.get(name) ?? 'unknown';
    this.states.set(name, state);
    // Whoever gave it other settings knows that it was not asked since.
    if (state === before || state === 'unknown') return undefined;
    const why = state === 'failing' && error ? `, ${error}` : '';
    return {
      level: state === 'failing' || state === 'no_key' ? 'warn' : 'info',
      slot: null,
      message: `upstream ${name}: ${words(before)} → ${words(state)}${why}`,
    };
  }
}

const words = (state: string): string => state.replaceAll('_', ' ');
