import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isModelId, type Model } from '../model.js';

/** Where models of a type stand below their recipe. Source: reference 5.1, "Directory layout". */
const CAPABILITY_FOLDERS: Readonly<Record<ModelType, string>> = {
  llm: 'chat',
  embedding: 'embed',
  reranking: 'rerank',
  transcription: 'stt',
  tts: 'tts',
  image: 'img',
};

/** The folder that hal0 keeps models in: `<recipe>/<capability>/<model>/<file>`. */
export class ModelStore {
  private turn: Promise<unknown> = Promise.resolve();

  /** @param folder absolute */
  constructor(readonly folder: string) {}

  /**
   * Where the files of a model belong; the folder need not exist.
   * @param before what there is of the model: where that stands is where it stays
   */
  folderFor(model: { id: string; recipe: string; type: ModelType }, before?: Pick<Model, 'path'>): string {
    const { id, recipe, type } = model;
    const path = before?.path ?? '';
    const place = this.placeOf(path);
    if (place?.recipe === recipe && place.type === type) return dirname(path);
    return join(this.folder, recipe, CAPABILITY_FOLDERS[type], folderNameOf(id));
  }

  /**
   * One after the other: work that puts files in the store and makes them a model, and work that takes models and their files
   * away. Otherwise a file could be deleted that became a model's a moment ago.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** What a model in a folder of the store is called; undefined when no model can be. */
  idOf(folder: string): string | undefined {
    const id = basename(folder).replaceAll(SLASH, '/').replaceAll(COLON, ':');
    return isModelId(id) ? id : undefined;
  }

  /** What a file is by where it stands in the store: `<recipe>/<capability>/<model>/<file>`; undefined elsewhere. */
  placeOf(path: string): { recipe: string; type: ModelType } | undefined {
    const [recipe, capability, ...rest] = relative(this.folder, path).split(sep);
    const type = MODEL_TYPES.find((each) => CAPABILITY_FOLDERS[each] === capability);
    return type && recipe !== undefined && recipe !== '..' && rest.length === 2 ? { recipe, type } : undefined;
  }

  /**
   * Whether a file stands in the store, and is hal0's to delete. `<recipe>/<capability>` may be a link to another volume;
   * any other link leads out of the store.
   */
  async holds(path: string): Promise<boolean> {
    const parts = relative(this.folder, path).split(sep);
    const [recipe, capability] = parts;
    if (recipe === undefined || capability === undefined || recipe === '..' || parts.length < 3) return false;
    const roots = [this.folder];
    if (Object.values(CAPABILITY_FOLDERS).includes(capability)) roots.push(join(this.folder, recipe, capability));
    const [folder, ...real] = await Promise.all([dirname(path), ...roots].map(realPath));
    return (
      folder !== undefined && real.some((root) => root !== undefined && isWithin(root, join(folder, basename(path))))
    );
  }
}

/** Two models never share a folder: neither of these is in an id. */
const SLASH = '+';
const COLON = '@';
const folderNameOf = (id: string): string => id.replaceAll('/', SLASH).replaceAll(':', COLON);

const isWithin = (root: string, path: string): boolean => path.startsWith(root.endsWith(sep) ? root : root + sep);

/** With all links followed; undefined when there is nothing. */
async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}
