import { Hal0Paths, readTextFile, writeFileAtomic } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { parseManifest } from '../manifest/parse-manifest.js';
import type { BundleRun } from './bundle-run.js';

/** Where the last application of a bundle is kept, so that it goes on after a restart. */
@Injectable()
export class BundleRunFile {
  private readonly logger = new Logger('Bundles');

  constructor(private readonly paths: Hal0Paths) {}

  async write(run: BundleRun): Promise<void> {
    await writeFileAtomic(this.paths.bundleRun, `${JSON.stringify(run, null, 2)}\n`);
  }

  /** Null when there is none, or nobody can make sense of it. */
  async read(): Promise<BundleRun | null> {
    try {
      const text = await readTextFile(this.paths.bundleRun);
      if (text === undefined) return null;
      const run = JSON.parse(text) as BundleRun;
      return { ...run, manifest: parseManifest(run.manifest, 'bundle-run.json') };
    } catch (error) {
      this.logger.warn(`The last application of a bundle is forgotten: ${(error as Error).message}`);
      return null;
    }
  }
}
