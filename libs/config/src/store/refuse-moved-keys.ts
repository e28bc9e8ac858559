import { dottedPath, pathParts } from '@hal0/platform';
import type { Hal0Settings } from '../schema/hal0.settings.js';
import { ConfigInvalidError } from '../validation/config.errors.js';
import type { ValueChange } from './settings-change.js';

/**
 * The key of an upstream was saved for the address it had. A change that leads the upstream elsewhere must name the key
 * again, or whoever may change an address could have any secret sent to it.
 * @param named dotted paths that the change sets, also those that keep their value
 * @throws ConfigInvalidError
 */
export function refuseMovedKeys(changes: readonly ValueChange[], named: readonly string[], next: Hal0Settings): void {
  const set = new Set([...named, ...changes.map(({ path }) => path)]);
  for (const { path, before, after } of changes) {
    const [section, name, field] = pathParts(path);
    if (section !== 'upstreams' || name === undefined || field !== 'url') continue;
    const key = Object.hasOwn(next.upstreams, name) ? next.upstreams[name]?.auth_value_env : undefined;
    const keyPath = dottedPath(['upstreams', name, 'auth_value_env']);
    if (key === undefined || set.has(keyPath) || originOf(before) === originOf(after)) continue;
    const message = `must be named in the same change: the new address leads elsewhere, and the key ${key} was saved for the former one`;
    throw new ConfigInvalidError([{ path: keyPath, message }]);
  }
}

function originOf(url: unknown): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null;
}
