import { Hal0Settings, type ModelType } from '@hal0/config';
import { Hal0Error, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { filesAt } from '../description/model-files.js';
import { suggestedId } from '../hub/suggested-names.js';
import { modelVariants, type HubVariant } from '../hub/variants.js';
import { ModelInspector, type Inspection } from '../inspection/model-inspector.js';
import { isModelId, modelSource, type Model } from '../model.js';
import { ModelExistsError } from '../registry.errors.js';
import { RegistryService } from '../registry.service.js';
import { ModelStore } from '../store/model-store.js';
import { healModels } from './heal-models.js';
import { modelsInFolder } from './models-in-folder.js';
import { projectorBeside } from './projector-beside.js';
import type { ScanChoice, ScannedModel, ScanOutcome } from './scanned-model.js';
import { walkFolders } from './walk-folders.js';

export interface ScanWish {
  /** Absolute; the model store and the folders of `[models].roots` when absent. */
  paths?: readonly string[];
  /** Folders below them too; yes when absent. */
  recursive?: boolean;
}

/** Finds model files that somebody put on this machine. Nothing is copied or moved. */
@Injectable()
export class ModelScanner {
  constructor(
    private readonly registry: RegistryService,
    private readonly inspector: ModelInspector,
    private readonly store: ModelStore,
    private readonly settings: Hal0Settings,
  ) {}

  /**
   * What there is, whether or not it is registered.
   * @throws ScanFolderMissingError, ScanTooLargeError
   */
  async preview({ paths, recursive = true }: ScanWish): Promise<{ roots: readonly string[]; models: ScannedModel[] }> {
    const roots = [...new Set((paths ?? (await this.usualFolders())).map((path) => normalize(path)))];
    const known = await this.knownFiles();
    const models = new Map<string, ScannedModel>();
    for (const root of roots) {
      for (const folder of await walkFolders(root, recursive)) {
        for (const variant of await modelsInFolder(folder)) {
          const path = join(folder.path, variant.files[0]?.path ?? '');
          if (!models.has(path)) models.set(path, await this.look(path, variant, known, [...models.values()]));
        }
      }
    }
    return { roots, models: [...models.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  }

  /**
   * Registers what {@link preview} calls new, or just the files that were chosen. One that cannot be added is no reason to
   * leave out the others. What belongs to a model whose file was missing is given back to that.
   * @throws ScanFolderMissingError, ScanTooLargeError
   */
  async scan(wish: ScanWish, chosen?: readonly ScanChoice[], actor: AuditActor = 'operator'): Promise<ScanOutcome> {
    const { roots, models } = chosen ? { roots: [], models: [] } : await this.preview(wish);
    const healed = chosen ? [] : await healModels(this.registry, models, actor);
    const isNew = ({ path, state }: ScannedModel) => state === 'new' && !healed.some((each) => each.path === path);
    const choices = chosen ?? models.filter(isNew).map(({ path, id, name }) => ({ path, id, name }));
    const added: string[] = [];
    const skipped = models.flatMap(({ path, problem }) => (problem ? [{ path, ...problem }] : []));
    for (const choice of choices) {
      try {
        added.push((await this.add(choice, actor)).id);
      } catch (error) {
        if (!(error instanceof Hal0Error)) throw error;
        skipped.push({ path: choice.path, code: error.code, message: error.message });
      }
    }
    return { roots, added, healed: healed.map(({ id }) => id), skipped };
  }

  private async add({ path, id, name, type }: ScanChoice, actor: AuditActor): Promise<Model> {
    const [variant] = modelVariants([{ path: basename(path), sizeBytes: 0, sha256: null }]);
    const projector = await projectorBeside(path);
    const newId = id ?? this.idFor(path, variant, []);
    // Even the one that is here from the same place: it would come anew without anybody having asked for that.
    if (this.registry.find(newId)) throw new ModelExistsError(newId);
    const hint = type ?? this.typeHint(path);
    return this.registry.register(
      {
        id: newId,
        ...(name === undefined ? {} : { name }),
        ...(hint === undefined ? {} : { type: hint }),
        labels: projector ? ['vision'] : [],
        files: [...(await filesAt(normalize(path))), ...(projector ? [{ ...projector, role: 'mmproj' as const }] : [])],
        source: modelSource('file'),
      },
      { actor },
    );
  }

  private async look(
    path: string,
    variant: HubVariant,
    known: ReadonlyMap<string, Model>,
    before: readonly ScannedModel[],
  ): Promise<ScannedModel> {
    const model = known.get(path) ?? known.get(await realpath(path).catch(() => path));
    const projector = await projectorBeside(path);
    const files = [...(await filesAt(path)), ...(projector ? [{ ...projector, role: 'mmproj' as const }] : [])];
    const { found, problem } = await this.inspect(path, projector?.path);
    const id = model?.id ?? this.idFor(path, variant, before);
    return {
      ...{ path, id, name: model?.name ?? found?.name ?? id, type: model?.type ?? found?.type ?? null },
      labels: model?.labels ?? [...(found?.labels ?? []), ...(projector ? ['vision'] : [])],
      files,
      sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      quantization: found?.facts?.quantization ?? variant.quantization,
      contextLength: found?.contextLength ?? null,
      state: model ? 'known' : problem ? 'skipped' : 'new',
      problem: model ? null : problem,
    };
  }

  private async inspect(
    path: string,
    projector: string | undefined,
  ): Promise<{ found: Inspection | null; problem: ScannedModel['problem'] }> {
    try {
      const found = await this.inspector.inspect(path, this.typeHint(path));
      if (projector !== undefined) await this.inspector.requireProjector(projector);
      return { found, problem: null };
    } catch (error) {
      if (!(error instanceof Hal0Error)) throw error;
      return { found: null, problem: { code: error.code, message: error.message } };
    }
  }

  /** Only for files that do not tell themselves. */
  private typeHint(path: string): ModelType | undefined {
    return /\.(?:gguf|bin)$/i.test(path) ? undefined : this.store.placeOf(path)?.type;
  }

  /** After the folder of the store it is in, or the file; with the name of its folder in front where that is taken. */
  private idFor(path: string, variant: HubVariant | undefined, before: readonly ScannedModel[]): string {
    const folder = basename(dirname(path));
    const isTaken = (id: string) => this.registry.find(id) !== undefined || before.some((model) => model.id === id);
    const own = variant ? suggestedId(variant) : basename(path);
    const id = (this.store.placeOf(path) && this.store.idOf(folder)) ?? own;
    return isTaken(id) && isModelId(`${folder}-${own}`) ? `${folder}-${own}` : id;
  }

  private async knownFiles(): Promise<ReadonlyMap<string, Model>> {
    const known = new Map<string, Model>();
    for (const model of this.registry.list()) {
      for (const { path } of model.files) {
        known.set(path, model);
        known.set(await realpath(path).catch(() => path), model);
      }
    }
    return known;
  }

  /** Those of them that are there. */
  private async usualFolders(): Promise<string[]> {
    const folders = [this.store.folder, ...this.settings.models.roots];
    const found = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
    return folders.filter((_folder, at) => found[at] !== undefined);
  }
}
