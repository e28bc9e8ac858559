import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Bytes, or the path of a file that has them. */
export type HubContent = Buffer | string;

export interface HubRepositoryOptions {
  /** Only who brings this token gets the files. */
  token?: string;
  /** `cardData.license`. */
  license?: string;
  /** Digests that the hub tells instead of the true ones, by path. */
  digests?: Readonly<Record<string, string>>;
  /** Sizes that the description tells instead of the true ones, by path. */
  sizes?: Readonly<Record<string, number>>;
  /** Added to the description of the repository. */
  extra?: Readonly<Record<string, unknown>>;
}

export interface HubStoredFile {
  path: string;
  bytes: Buffer;
  /** What the hub says the digest is. */
  sha256: string;
}

/** A repository of the fake hub: files at a commit. */
export class HubRepository {
  readonly files = new Map<string, HubStoredFile>();
  commit = '';
  /** Every commit there was; all of them answer with the files of the last one. */
  readonly commits = new Set<string>();

  constructor(
    readonly id: string,
    contents: Readonly<Record<string, HubContent>>,
    readonly options: HubRepositoryOptions,
  ) {
    for (const [path, content] of Object.entries(contents)) {
      this.store(path, typeof content === 'string' ? readFileSync(content) : content);
    }
    this.commitAll();
  }

  /** Another file under the same path, in a new commit. */
  replace(path: string, bytes: Buffer): void {
    this.store(path, bytes);
    this.commitAll();
  }

  /** As `GET /api/models/<id>?blobs=true` tells it. */
  describe(blobs: boolean): object {
    const { token, license = 'apache-2.0', sizes = {}, extra = {} } = this.options;
    return {
      id: this.id,
      modelId: this.id,
      sha: this.commit,
      private: false,
      gated: token === undefined ? false : 'manual',
      tags: ['gguf', `license:${license}`],
      cardData: { license },
      siblings: [...this.files.values()].map(({ path, bytes, sha256 }) =>
        blobs
          ? {
              rfilename: path,
              size: sizes[path] ?? bytes.length,
              blobId: sha256.slice(0, 40),
              lfs: { sha256, size: sizes[path] ?? bytes.length, pointerSize: 134 },
            }
          : { rfilename: path },
      ),
      ...extra,
    };
  }

  private store(path: string, bytes: Buffer): void {
    const sha256 = this.options.digests?.[path] ?? createHash('sha256').update(bytes).digest('hex');
    this.files.set(path, { path, bytes, sha256 });
  }

  private commitAll(): void {
    const digests = [...this.files.values()].map(({ path, sha256 }) => `${path} ${sha256}`).join('\n');
    this.commit = createHash('sha1').update(digests).digest('hex');
    this.commits.add(this.commit);
  }
}
