import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { nameAt } from './file-names.js';
import type { HubFile, HubGate, HubRepository } from './hub-repository.js';
import type { HubAnswer, HubTransport } from './hub-transport.js';
import {
  HubAnswerInvalidError,
  HubBusyError,
  HubFailingError,
  HubGatedError,
  HubNotFoundError,
  HubRefusedError,
  HubUnreachableError,
} from './hub.errors.js';
import type { RangedAnswer, RangeRequest } from './ranged-answer.js';

const FORBIDDEN: ReadonlySet<number> = new Set([401, 403]);

interface RepositoryAnswer {
  id?: unknown;
  sha?: unknown;
  gated?: unknown;
  tags?: unknown;
  cardData?: { license?: unknown } | null;
  siblings?: readonly { rfilename?: unknown; size?: unknown; lfs?: { sha256?: unknown } | null }[];
}

/** The hub: what is in its repositories, and their files. Source: Hugging Face, "Hub API endpoints". */
export class HubClient {
  constructor(private readonly transport: HubTransport) {}

  /** Whether restricted repositories may open. */
  get hasToken(): boolean {
    return this.transport.hasToken;
  }

  /** Where the hub is. */
  get address(): URL {
    return this.transport.hub;
  }

  /**
   * @param id `<owner>/<name>`
   * @param revision branch, tag or commit; the main branch when absent
   * @throws HubNotFoundError, HubGatedError, HubBusyError, HubUnreachableError, HubAnswerInvalidError
   */
  async repository(id: string, revision?: string, signal?: AbortSignal): Promise<HubRepository> {
    const suffix = revision === undefined ? '' : `/revision/${encodeURIComponent(revision)}`;
    const url = this.transport.at(`/api/models/${id}${suffix}?blobs=true`);
    const answer = await this.transport.get(url, { accept: 'application/json' }, signal);
    await this.requireSuccess(answer, revision === undefined ? `repository ${id}` : `revision ${revision} of ${id}`);
    return this.parse(id, await bodyJson(answer));
  }

  /** Where the hub has a file of a repository. */
  fileUrl(repository: string, revision: string, path: string): URL {
    const parts = path.split('/').map(encodeURIComponent).join('/');
    return this.transport.at(`/${repository}/resolve/${encodeURIComponent(revision)}/${parts}`);
  }

  /**
   * Undefined when the file has no byte there (416).
   * @throws HubNotFoundError, HubGatedError, HubBusyError, HubUnreachableError, HubRefusedError, HubAnswerInvalidError,
   * HubAddressForbiddenError
   */
  async openRange({ url, from, to, etag, signal }: RangeRequest): Promise<RangedAnswer | undefined> {
    const whole = from === 0 && to === undefined;
    const answer = await this.transport.get(
      url,
      {
        ...(whole ? {} : { range: `bytes=${from}-${to === undefined ? '' : to - 1}` }),
        ...(etag ? { 'if-range': etag } : {}),
      },
      signal,
    );
    const { status, headers, passed, body } = answer;
    if (status === 416) {
      discard(body);
      return undefined;
    }
    await this.requireSuccess(answer, `file ${nameAt(url)}`);
    const about = {
      etag: strong(headers['etag']),
      sha256: digestIn(passed),
      commit: passed['x-repo-commit'] ?? null,
      body,
    };
    if (status !== 206) return { partial: false, from: 0, totalBytes: lengthIn(headers), ...about };
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
    if (start === undefined) {
      discard(body);
      throw new HubAnswerInvalidError(answer.url.host, 'it sends a part of a file without saying which');
    }
    return { partial: true, from: Number(start), totalBytes: total === '*' ? null : Number(total), ...about };
  }

  private async requireSuccess({ status, headers, url, body }: HubAnswer, what: string): Promise<void> {
    if (status === 200 || status === 206) return;
    discard(body);
    const code = headers['x-error-code'];
    if (status === 404 || code === 'RepoNotFound') throw new HubNotFoundError(what);
    // The signature of an address that the hub has given out has run out; it gives another.
    if (FORBIDDEN.has(status) && url.origin !== this.address.origin)
      throw new HubUnreachableError(url.host, `it answers with status ${status}`);
    if (FORBIDDEN.has(status)) throw new HubGatedError(what, this.transport.hasToken);
    if (status === 429 || status === 503) throw new HubBusyError(url.host, status, retryAfter(headers));
    if (status >= 500) throw new HubFailingError(url.host, status);
    throw new HubRefusedError(url.host, `it answers with status ${status}`);
  }

  private parse(id: string, answer: RepositoryAnswer): HubRepository {
    const { sha, gated, tags, cardData, siblings } = answer;
    if (typeof sha !== 'string' || !/^[0-9a-f]{40,64}$/.test(sha) || !Array.isArray(siblings)) {
      throw new HubAnswerInvalidError(
        this.transport.hub.host,
        'no commit or no files in the description of a repository',
      );
    }
    const names = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
    return {
      id: typeof answer.id === 'string' ? answer.id : id,
      commit: sha,
      gated: gated === 'auto' || gated === 'manual' ? (gated satisfies HubGate) : null,
      license: licenseIn(cardData?.license, names),
      tags: names,
      files: (answer.siblings ?? []).flatMap(fileIn),
    };
  }
}

function fileIn(sibling: NonNullable<RepositoryAnswer['siblings']>[number]): HubFile[] {
  const { rfilename: path, size, lfs } = sibling;
  if (typeof path !== 'string' || typeof size !== 'number') return [];
  const sha256 = typeof lfs?.sha256 === 'string' && isDigest(lfs.sha256) ? lfs.sha256 : null;
  return [{ path, sizeBytes: size, sha256 }];
}

function licenseIn(told: unknown, tags: readonly string[]): string | null {
  if (typeof told === 'string') return told;
  return tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null;
}

async function bodyJson({ url, body }: HubAnswer): Promise<RepositoryAnswer> {
  const content = await text(body).catch((error: unknown) => {
    throw new HubUnreachableError(url.host, 'the connection broke', error);
  });
  const answer = parsed(content);
  if (typeof answer === 'object' && answer !== null) return answer;
  throw new HubAnswerInvalidError(url.host, 'it is no JSON object');
}

/** Undefined when it is no JSON. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** Nobody wants the rest. */
function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
const lengthIn = (headers: HubAnswer['headers']): number | null =>
  headers['content-length'] === undefined ? null : Number(headers['content-length']);
/** A weak one does not promise the same bytes (RFC 9110, 8.8.1). */
const strong = (etag: string | undefined): string | null => (etag === undefined || etag.startsWith('W/') ? null : etag);

/** The hub names a large file by its digest. */
function digestIn(headers: HubAnswer['headers']): string | null {
  const named = headers['x-linked-etag']?.replaceAll('"', '') ?? '';
  return isDigest(named) ? named : null;
}

/** In seconds, or as a date, which counts from what the clock over there says. */
function retryAfter(headers: HubAnswer['headers']): number | null {
  const { 'retry-after': asked = '', date = '' } = headers;
  const waitMs = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.parse(date);
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : null;
}
