import { fileURLToPath } from 'node:url';

/** The manifests that come with this library. */
export const MANIFESTS = fileURLToPath(import.meta.resolve('@hal0/setup/bundles'));
