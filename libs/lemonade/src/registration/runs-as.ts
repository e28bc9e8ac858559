import type { LoadedModel } from '../client/lemonade-health.js';
import { LEMOND_2026 } from '../versions/lemond-2026.js';
import type { LoadRequest } from './load-request.js';
import { optionsOf } from './recipe-options.js';
import { flagsOf, hasContext, serverArguments } from './server-arguments.js';
import { companionsOf } from './user-models.js';

/** Behind it stands what lemond was told to add; only the generation that tells the command line matters here. */
const LAST_OF_LEMONDS_OWN = '--metrics';

/** Added by lemond to a projector where nothing but the processor computes. */
const WITHOUT_GPU = '--no-mmproj-offload';
/** What lemond makes of the further files of a model, for llama-server. */
const COMPANION_FLAGS: Readonly<Record<string, string>> = { mmproj: '--mmproj', draft: '--model-draft' };

/**
 * Whether a model's server that somebody else had started, an earlier hal0 for example, runs as this request would have it run.
 * Told from its command line; when in doubt it does not.
 */
export function runsAs(request: LoadRequest, loaded: LoadedModel): boolean {
  const { model, device, contextSize, parallel, threads } = request;
  const { launchArgs, recipe } = loaded;
  if (recipe !== model.recipe || !device.startsWith(loaded.device) || !launchArgs.length) return false;
  const wanted = flagsOf([...serverArguments(request, LEMOND_2026), ...companionArguments(model)].join(' '));
  if (model.recipe !== 'llamacpp') {
    const shown = flagsOf(launchArgs.join(' '));
    return wanted.every((flag) => shown.includes(flag));
  }
  if (contextSize !== null && !hasContext(loaded, contextSize * parallel)) return false;
  const told = launchArgs.slice(launchArgs.indexOf(LAST_OF_LEMONDS_OWN) + 1);
  const shown = flagsOf(told.filter((word) => word !== WITHOUT_GPU).join(' '));
  const { threads: flag } = optionsOf(model.recipe);
  // The runtime's own number of threads, which a request that says nothing takes.
  const own = threads === null ? shown.filter((part) => !part.startsWith(`${flag} `) || wanted.includes(part)) : shown;
  return JSON.stringify([...own].sort()) === JSON.stringify([...wanted].sort());
}

function companionArguments(model: LoadRequest['model']): string[] {
  if (model.recipe !== 'llamacpp') return [];
  return companionsOf(model).flatMap(({ role, path }) => {
    const flag = COMPANION_FLAGS[role];
    return flag ? [flag, path] : [];
  });
}
