import { fileURLToPath } from 'node:url';

/** The manifests that come with this library. */
export const MANIFESTS = fileURLToPath(new URL('../bundles', import.meta.url));
