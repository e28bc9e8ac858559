import type { Hal0Paths } from '@hal0/platform';
import type { Hal0Settings } from '../schema/hal0.settings.js';

/** The paths with `[paths]` of hal0.toml applied. */
export function effectivePaths(paths: Hal0Paths, { paths: { state, logs } }: Hal0Settings): Hal0Paths {
  return paths.withRoots({ state, logs });
}

/** The one folder that pulls write to and the runtime reads from. Source: seeds, "Paths & files", model store precedence. */
export function modelStore(paths: Hal0Paths, { models }: Hal0Settings): string {
  return models.store || paths.models;
}
