import { Clock, fileFacts, sha256OfFile } from '@hal0/platform';
import { CatalogueService, FLM_TYPES, modelSource, RegistryService, type FlmType } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { resolve } from 'node:path';
import {
  BundleFileCorruptError,
  BundleFileMissingError,
  BundleInvalidError,
  BundleModelUnavailableError,
  BundlePullLostError,
} from '../bundle.errors.js';
import type { BundleModel } from '../manifest/bundle-model.js';
import type { Bundle } from '../manifest/read-manifest.js';
import { ModelPulls, type PullProgress } from '../ports/model-pulls.port.js';
import { isOver, type BundleRun, type RunModel } from './bundle-run.js';
import { toRunError } from './run-error.js';
import { Setbacks } from './setbacks.js';

/** Brings the models of a bundle onto this box. */
@Injectable()
export class BundleModels {
  private readonly setbacks: Setbacks;

  constructor(
    private readonly registry: RegistryService,
    private readonly catalogue: CatalogueService,
    private readonly pulls: ModelPulls,
    clock: Clock,
  ) {
    this.setbacks = new Setbacks(clock);
  }

  /** Whether the model is here and whole. */
  isHere({ id, type }: BundleModel): boolean {
    const model = this.registry.find(id);
    return model?.type === type && model.state === 'ready';
  }

  /** What is here is measured; of the rest the catalogue knows more than a manifest. In bytes, about. */
  sizeOf(model: BundleModel): number {
    if (this.isHere(model)) return this.registry.get(model.id).sizeBytes;
    const listed = model.catalogue === undefined ? undefined : this.catalogue.find(model.catalogue);
    return listed?.sizeBytes ?? model.sizeBytes;
  }

  /**
   * Looks at the files that come with a bundle, before anything is changed.
   * @throws BundleFileMissingError, BundleFileCorruptError
   */
  async verify({ manifest, folder }: Bundle): Promise<void> {
    for (const { file, sizeBytes, sha256 } of manifest.models) {
      if (file === undefined || sha256 === undefined) continue;
      const path = resolve(folder, file);
      const facts = await fileFacts(path);
      if (!facts) throw new BundleFileMissingError(manifest.id, file);
      if (facts.sizeBytes !== sizeBytes) {
        throw new BundleFileCorruptError(manifest.id, file, `${sizeBytes} bytes`, `${facts.sizeBytes} bytes`);
      }
      const actual = await sha256OfFile(path);
      if (actual !== sha256) throw new BundleFileCorruptError(manifest.id, file, sha256, actual);
    }
  }

  /** Registers what needs no download, and notes what is here already. */
  async bringLocal(run: BundleRun): Promise<void> {
    for (const model of run.models.filter((one) => one.state === 'waiting')) {
      const wanted = modelOf(run, model.id);
      await noting(model, async () => {
        if (wanted.file !== undefined) await this.registerFile(run, wanted, wanted.file);
        else if (!this.isHere(wanted)) {
          if (wanted.checkpoint === undefined) return;
          await this.registerFlm(run, wanted, wanted.checkpoint);
        }
        model.bytesTotal = this.sizeOf(wanted);
        arrived(model);
      });
    }
  }

  /** Begins the downloads that have not begun. They are many, and each asks the hub first, so all at once. */
  async beginPulls(run: BundleRun): Promise<void> {
    const due = run.models.filter(({ id, state }) => state === 'waiting' && this.setbacks.isDue(`${run.id} ${id}`));
    await Promise.all(due.map((model) => this.beginPull(run, model)));
  }

  /** Looks how far the downloads are. One that nobody knows any more begins anew. */
  followPulls(run: BundleRun): void {
    for (const model of run.models) {
      if (model.pull === null || isOver(model)) continue;
      const progress = this.pulls.find(model.pull);
      if (progress) this.follow(model, progress);
      else Object.assign(model, { state: 'waiting', pull: null, bytesPerSecond: 0 });
    }
  }

  /** Ends the downloads of a run, and throws away what is here of them. */
  async cancelPulls(run: BundleRun): Promise<void> {
    for (const model of run.models.filter((one) => !isOver(one))) {
      if (model.pull !== null) await this.pulls.cancel(model.pull);
      Object.assign(model, { state: 'cancelled', bytesPerSecond: 0 });
    }
  }

  private async beginPull(run: BundleRun, model: RunModel): Promise<void> {
    const { id, type, revision, ...wanted } = modelOf(run, model.id);
    const source = sourceOf(wanted);
    if (source === null) return failed(model, new BundleModelUnavailableError(id));
    const key = `${run.id} ${id}`;
    try {
      const how = revision === undefined ? {} : { revision };
      this.follow(model, await this.pulls.start({ source, id, type, ...how }, run.actor));
      this.setbacks.forget(key);
      run.changed = true;
    } catch (error) {
      if (this.setbacks.allows(key, error)) model.error = toRunError(error);
      else failed(model, toRunError(error));
    }
  }

  private follow(model: RunModel, { id, state, bytesDone, bytesTotal, bytesPerSecond, error }: PullProgress): void {
    Object.assign(model, { pull: id, bytesDone, bytesPerSecond, bytesTotal: bytesTotal || model.bytesTotal });
    if (state === 'completed') arrived(model);
    else if (state === 'failed') failed(model, error ?? new BundlePullLostError(model.id));
    else if (state === 'cancelled') failed(model, new BundlePullLostError(model.id));
    else Object.assign(model, { state: state === 'paused' ? 'paused' : 'pulling', error: null });
  }

  private async registerFile(run: BundleRun, model: BundleModel, file: string): Promise<void> {
    const { id, type, labels, license, sizeBytes } = model;
    const path = resolve(run.folder, file);
    const registered = this.registry.find(id);
    if (registered?.path === path && registered.sizeBytes === sizeBytes) return;
    run.changed = true;
    // The folder that hal0 lives in was moved, or it or the file is another one after an update.
    if (registered) return void (await this.registry.relocate(id, path, run.actor));
    const { toy } = run.manifest;
    await this.registry.add({ id, type, path, labels, license, toy, source: modelSource('bundle') }, run.actor);
  }

  private async registerFlm(run: BundleRun, { id, type, labels }: BundleModel, checkpoint: string): Promise<void> {
    if (!isFlmType(type))
      throw new BundleInvalidError(run.manifest.name, { models: `FastFlowLM has no ${type} models` });
    run.changed = true;
    await this.registry.addFlm({ id, type, checkpoint, labels }, run.actor);
  }
}

/** Where a model is downloaded from; null when the bundle does not say. */
export function sourceOf({ catalogue, source }: Pick<BundleModel, 'catalogue' | 'source'>): string | null {
  return catalogue ?? source ?? null;
}

/** Whatever goes wrong with one model is told at that model; the others go on. */
async function noting(model: RunModel, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failed(model, toRunError(error));
  }
}

function arrived(model: RunModel): void {
  Object.assign(model, { state: 'ready', bytesDone: model.bytesTotal, bytesPerSecond: 0, error: null });
}

function failed(model: RunModel, { code, message }: { code: string; message: string }): void {
  Object.assign(model, { state: 'failed', bytesPerSecond: 0, error: { code, message } });
}

function modelOf({ manifest }: BundleRun, id: string): BundleModel {
  return manifest.models.find((model) => model.id === id) as BundleModel;
}

const isFlmType = (type: BundleModel['type']): type is FlmType => FLM_TYPES.some((known) => known === type);
