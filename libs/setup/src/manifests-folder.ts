import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The manifests that come with this library. By one of them, because not every resolver finds a folder. */
export const MANIFESTS = dirname(fileURLToPath(import.meta.resolve('@hal0/setup/bundles/1-hal0-lite.json')));
