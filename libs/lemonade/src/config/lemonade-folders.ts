import type { Hal0Paths } from '@hal0/platform';
import { join } from 'node:path';

/** hal0's private files about the lemond it runs. */
export class LemonadeFolders {
  readonly root: string;
  /** lemond's first argument; two lemonds must never share it. */
  readonly cache: string;
  /** lemond's second argument: config.json, user_models.json. */
  readonly config: string;
  /** Replaces XDG_RUNTIME_DIR where there is none; whisper's backend refuses to start without one. */
  readonly run: string;

  constructor(paths: Hal0Paths) {
    this.root = paths.lemonade;
    this.cache = join(this.root, 'cache');
    this.config = join(this.root, 'config');
    this.run = join(this.root, 'run');
  }

  get configFile(): string {
    return join(this.config, 'config.json');
  }

  get userModelsFile(): string {
    return join(this.config, 'user_models.json');
  }

  get keysFile(): string {
    return join(this.root, 'keys.json');
  }

  get processFile(): string {
    return join(this.root, 'lemond.json');
  }
}
