import { Hal0Paths, listFolders, removeTree, writeFileAtomic } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleBuiltInError, BundleInvalidError, BundleNameTakenError, BundleNotFoundError } from '../bundle.errors.js';
import type { BundleManifest } from '../manifest/bundle-manifest.js';
import { readManifest, type Bundle } from '../manifest/read-manifest.js';
import { MANIFESTS } from '../manifests-folder.js';
import { SetupOptions } from '../setup.options.js';

export interface ShelvedBundle extends Bundle {
  /** Brought by a person, not by hal0. */
  imported: boolean;
}

/** Which bundles there are: those that come with hal0, smallest first, those with files of their own, and imported ones. */
@Injectable()
export class BundleShelf {
  private readonly logger = new Logger('Bundles');

  constructor(
    private readonly options: SetupOptions,
    private readonly paths: Hal0Paths,
  ) {}

  /** One whose manifest is broken is left out and logged, and so is a second one of the same id. */
  async list(): Promise<readonly ShelvedBundle[]> {
    const { bundlesFolder, manifestsFolder } = this.options;
    const tiers = await this.manifestsIn(manifestsFolder ?? MANIFESTS);
    const own = bundlesFolder === null ? [] : await foldersWithin(bundlesFolder);
    const files = [...tiers, ...own.map((folder) => join(folder, 'bundle.json'))];
    const shipped = await Promise.all(files.map((file) => this.read(file, false)));
    const imported = await Promise.all(
      (await this.manifestsIn(this.paths.bundles)).map((file) => this.read(file, true)),
    );
    return this.firstOfEach([...shipped, ...imported].filter((bundle) => bundle !== undefined));
  }

  /**
   * @param id in any case
   * @throws BundleNotFoundError
   */
  async get(id: string): Promise<ShelvedBundle> {
    const bundles = await this.list();
    const wanted = id.toLowerCase();
    const bundle = bundles.find(({ manifest }) => manifest.id === wanted);
    if (bundle) return bundle;
    throw new BundleNotFoundError(
      id,
      bundles.map(({ manifest }) => manifest.id),
    );
  }

  /**
   * Puts a person's bundle beside the others, in place of an earlier one of the same id.
   * @throws BundleNameTakenError when it is called like one that comes with hal0
   */
  async keep(manifest: BundleManifest): Promise<ShelvedBundle> {
    await this.requireFree(manifest.id);
    await writeFileAtomic(this.fileOf(manifest.id), `${JSON.stringify(manifest, null, 2)}\n`);
    return { manifest, folder: this.paths.bundles, imported: true };
  }

  /** @throws BundleNameTakenError when a bundle that comes with hal0 has this id */
  async requireFree(id: string): Promise<void> {
    if ((await this.list()).some(({ manifest, imported }) => manifest.id === id && !imported)) {
      throw new BundleNameTakenError(id);
    }
  }

  /** @throws BundleNotFoundError, BundleBuiltInError */
  async remove(id: string): Promise<void> {
    const { manifest, imported } = await this.get(id);
    if (!imported) throw new BundleBuiltInError(manifest.id);
    await removeTree(this.fileOf(manifest.id));
  }

  private fileOf(id: string): string {
    return join(this.paths.bundles, `${id}.json`);
  }

  private async manifestsIn(folder: string): Promise<string[]> {
    const names = await namesIn(folder);
    return names
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .toSorted()
      .map((name) => join(folder, name));
  }

  private async read(file: string, imported: boolean): Promise<ShelvedBundle | undefined> {
    try {
      const bundle = await readManifest(file);
      return bundle && { ...bundle, imported };
    } catch (error) {
      if (!(error instanceof BundleInvalidError)) throw error;
      this.logger.warn(error.message);
      return undefined;
    }
  }

  private firstOfEach(bundles: readonly ShelvedBundle[]): ShelvedBundle[] {
    const byId = new Map<string, ShelvedBundle>();
    for (const bundle of bundles) {
      const { id } = bundle.manifest;
      if (byId.has(id)) this.logger.warn(`There are two bundles called ${id}; the first is offered.`);
      else byId.set(id, bundle);
    }
    return [...byId.values()];
  }
}

async function foldersWithin(folder: string): Promise<string[]> {
  return [folder, ...(await listFolders(folder)).toSorted().map((name) => join(folder, name))];
}

/** Nothing for a folder that is not there. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
