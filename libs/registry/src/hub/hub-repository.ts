/** A file of a repository, as the hub lists it. */
export interface HubFile {
  /** Relative to the repository, with `/` between its parts. */
  path: string;
  sizeBytes: number;
  /** In hex; null for small files, which the hub does not keep by their digest. */
  sha256: string | null;
}

/** Whether files are had only by people whom the owner lets in, and how these are let in. */
export type HubGate = 'auto' | 'manual';

/** What the hub says about a repository. */
export interface HubRepository {
  /** `<owner>/<name>`. */
  id: string;
  /** The commit that `files` are of. */
  commit: string;
  gated: HubGate | null;
  license: string | null;
  tags: readonly string[];
  files: readonly HubFile[];
}
