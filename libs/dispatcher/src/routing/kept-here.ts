import type { Grant } from '../inference-request.js';

/** The grant when it keeps requests on this machine: a key for certain slots is for no provider. */
export function keptHere(grant: Grant | null): Grant | null {
  return grant?.slots || grant?.localOnly ? grant : null;
}
