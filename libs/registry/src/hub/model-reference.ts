import { isAbsolute } from 'node:path';

/** Where a model is to be found, as a person wrote it. */
export type ModelReference =
  | {
      kind: 'hub';
      /** `<owner>/<name>`. */
      repository: string;
      /** Branch, tag or commit; undefined for the main branch. */
      revision: string | undefined;
      /** Name of a variant, or path of a file; undefined when the person left it open. */
      wanted: string | undefined;
    }
  | { kind: 'url'; url: URL }
  | { kind: 'file'; path: string };

const WORD = '[A-Za-z0-9][\\w.-]*';
/** `<owner>/<name>[@<revision>][:<variant or file>]`. */
const REPOSITORY = new RegExp(`^(${WORD}/${WORD})(?:@([\\w.-]+))?(?::(\\S+))?$`);
/** Pages of a repository, and addresses of its files. */
const PAGE = new RegExp(`^/(${WORD}/${WORD})(?:/(?:tree|blob|resolve|raw)/([^/]+)(?:/(.+))?)?/?$`);
/** Where people copy addresses from, whatever mirror they pull from. */
const HUB_HOSTS: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);

/**
 * Reads what a person wrote or pasted: `<owner>/<name>[:<variant or file>]`, a page or file of the hub, another address, or
 * an absolute path. Undefined when it is none of these; a curated id is for the catalogue to find before this.
 * @param hub address of the hub that is pulled from
 */
export function parseModelReference(text: string, hub: URL): ModelReference | undefined {
  const source = text.trim();
  if (/^https?:\/\//i.test(source)) return URL.canParse(source) ? ofAddress(new URL(source), hub) : undefined;
  if (isAbsolute(source)) return { kind: 'file', path: source };
  const [, repository, revision, wanted] =
    REPOSITORY.exec(source.replace(/^(?:hf:\/\/|hf\.co\/|huggingface\.co\/)/i, '')) ?? [];
  return repository === undefined ? undefined : { kind: 'hub', repository, revision, wanted };
}

function ofAddress(url: URL, hub: URL): ModelReference {
  const root = hub.pathname.replace(/\/$/, '');
  const isHub = url.host === hub.host ? url.pathname.startsWith(`${root}/`) : HUB_HOSTS.has(url.host);
  const path = url.host === hub.host ? url.pathname.slice(root.length) : url.pathname;
  const [, repository, revision, wanted] = isHub ? (PAGE.exec(decoded(path)) ?? []) : [];
  if (repository === undefined) return { kind: 'url', url };
  return { kind: 'hub', repository, revision: revision === 'main' ? undefined : revision, wanted };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
