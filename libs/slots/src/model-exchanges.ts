import type { Model } from '@hal0/registry';

/** Notices when other files take the place of those that a model stood in, so that nobody goes on with the old ones. */
export class ModelExchanges {
  private contents: ReadonlyMap<string, string> = new Map();

  /** Ids of those models that stand in something else than when this was asked last; one that was not among them is none. */
  since(models: readonly Model[]): ReadonlySet<string> {
    const before = this.contents;
    this.contents = new Map(models.map((model) => [model.id, contentOf(model)]));
    return new Set([...this.contents].flatMap(([id, now]) => ((before.get(id) ?? now) === now ? [] : [id])));
  }
}

/** By the digests, so that a file that only moved counts as the same; where nobody knows one, by place and size. */
const contentOf = ({ files }: Model): string =>
  JSON.stringify(files.map(({ role, path, sizeBytes, sha256 }) => [role, sha256 ?? [path, sizeBytes]]));
