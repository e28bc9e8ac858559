import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubFault, PlannedFault } from './hub-fault.js';
import { HubRepository, type HubContent, type HubRepositoryOptions } from './hub-repository.js';
import { sendFile } from './send-file.js';

/** A request as it was received. */
export interface HubRequest {
  /** The hub itself, or the content network that it sends clients to. */
  at: 'hub' | 'network';
  method: string;
  /** Without the query. */
  path: string;
  /** The `Range` header. */
  range: string | undefined;
  ifRange: string | string[] | undefined;
  authorization: string | undefined;
  userAgent: string | undefined;
  status: number;
  /** Of the body that was sent. */
  bytes: number;
}

/**
 * A hub on loopback that answers as Hugging Face does: descriptions of repositories, and files by way of a redirect to
 * another host. It goes wrong as it is told, and counts what was asked of it.
 */
export class FakeHub {
  readonly requests: HubRequest[] = [];
  /** Whether files come from another host than the descriptions. */
  redirects = true;
  /** Status of every description instead of an answer; what a hub that is down says. */
  down: number | undefined;
  /** The most requests for files that were open at once. */
  mostAtOnce = 0;
  private open = 0;
  private readonly repositories = new Map<string, HubRepository>();
  private readonly faults = new Map<string, PlannedFault[]>();

  private constructor(
    private readonly hub: Server,
    private readonly network: Server,
  ) {
    hub.on('request', (request, response) => void this.serveHub(request, response));
    network.on('request', (request, response) => void this.serveNetwork(request, response));
  }

  /** @param port of the hub; any free one when absent */
  static async start(port = 0): Promise<FakeHub> {
    const hub = createServer().listen(port, '127.0.0.1');
    // Another name for the same address, so that it counts as another host.
    const network = createServer().listen(0, '127.0.0.1');
    await Promise.all([once(hub, 'listening'), once(network, 'listening')]);
    return new FakeHub(hub, network);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.hub.address() as AddressInfo).port}`;
  }

  get networkUrl(): string {
    return `http://localhost:${(this.network.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const server of [this.hub, this.network]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Puts a repository on the hub, instead of one of the same name. */
  add(id: string, contents: Readonly<Record<string, HubContent>>, options: HubRepositoryOptions = {}): HubRepository {
    const repository = new HubRepository(id, contents, options);
    this.repositories.set(id, repository);
    return repository;
  }

  /**
   * Makes the next `times` requests for a file go wrong, after `after` that do not. Faults of one file follow each other.
   * @param file `<repository>/<path>`
   */
  fail(file: string, fault: HubFault, { times = 1, after = 0 } = {}): void {
    this.faults.set(file, [...(this.faults.get(file) ?? []), { fault, times, after }]);
  }

  /** Everything goes well from now on. */
  heal(): void {
    this.faults.clear();
    this.down = undefined;
  }

  /** Bytes of files sent so far; of one file when it is named as in {@link fail}. */
  bytesServed(file?: string): number {
    const [, repository = '', name = ''] = /^([^/]+\/[^/]+)(\/.+)$/.exec(file ?? '') ?? [];
    return this.requests
      .filter(({ path }) => path.startsWith(`/${repository}`) && path.endsWith(name))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Drops every connection there is. */
  disconnectAll(): void {
    this.hub.closeAllConnections();
    this.network.closeAllConnections();
  }

  private async serveHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = this.record('hub', request, response);
    const url = new URL(request.url ?? '/', this.url);
    const [, id, revision] = /^\/api\/models\/([^/]+\/[^/]+)(?:\/revision\/([^/]+))?$/.exec(record.path) ?? [];
    if (id !== undefined) return this.describe(response, id, revision, url.searchParams.has('blobs'), request);
    const [, repository = '', wanted = '', path = ''] =
      /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(record.path) ?? [];
    const found = this.find(response, repository, wanted, request);
    if (!found) return;
    const file = found.files.get(path);
    if (!file) return refuse(response, 404, 'EntryNotFound', 'Entry not found');
    response.setHeader('x-repo-commit', found.commit);
    response.setHeader('x-linked-etag', `"${file.sha256}"`);
    response.setHeader('x-linked-size', file.bytes.length);
    if (!this.redirects) return this.answer(request, response, record, found, path);
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const location = `${this.networkUrl}/${repository}/${encoded}?signature=of-the-hub`;
    response.writeHead(302, { location, etag: `"${file.sha256}"` }).end();
  }

  private async serveNetwork(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = this.record('network', request, response);
    const [, id = '', path = ''] = /^\/([^/]+\/[^/]+)\/(.+)$/.exec(record.path) ?? [];
    const repository = this.repositories.get(id);
    if (!repository?.files.has(path)) return refuse(response, 404, undefined, 'Not found');
    await this.answer(request, response, record, repository, path);
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    record: HubRequest,
    repository: HubRepository,
    path: string,
  ): Promise<void> {
    const fault = this.nextFault(`${repository.id}/${path}`);
    if (fault?.kind === 'status') {
      const { status, retryAfter, errorCode } = fault;
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      return refuse(response, status, errorCode, 'As planned');
    }
    if (fault?.kind === 'redirect') {
      response.writeHead(302, { location: fault.to }).end();
      return;
    }
    if (fault?.kind === 'replace') repository.replace(path, fault.with);
    const file = repository.files.get(path);
    if (!file) return;
    this.open += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.open);
    response.once('close', () => (this.open -= 1));
    await sendFile(request, response, file, fault, (bytes) => (record.bytes += bytes));
  }

  private describe(
    response: ServerResponse,
    id: string,
    revision: string | undefined,
    blobs: boolean,
    request: IncomingMessage,
  ): void {
    if (this.down !== undefined) return refuse(response, this.down, undefined, 'Down');
    // The description of a gated repository is public, as its page is.
    const found = this.find(response, id, revision ?? 'main', request, true);
    if (!found) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found.describe(blobs)));
  }

  private find(
    response: ServerResponse,
    id: string,
    revision: string,
    { headers }: IncomingMessage,
    publicly = false,
  ): HubRepository | undefined {
    const found = this.repositories.get(id);
    if (!found) {
      // As the hub does, which does not tell strangers what is private.
      refuse(response, headers.authorization ? 404 : 401, 'RepoNotFound', 'Repository not found');
      return undefined;
    }
    const { token } = found.options;
    if (token !== undefined && !publicly && headers.authorization !== `Bearer ${token}`) {
      refuse(response, headers.authorization ? 403 : 401, 'GatedRepo', 'Access to the model is restricted');
      return undefined;
    }
    if (revision !== 'main' && !found.commits.has(revision)) {
      refuse(response, 404, 'RevisionNotFound', 'Revision not found');
      return undefined;
    }
    return found;
  }

  private nextFault(file: string): HubFault | undefined {
    const planned = this.faults.get(file)?.find(({ times }) => times > 0);
    if (!planned) return undefined;
    if (planned.after > 0) {
      planned.after -= 1;
      return undefined;
    }
    planned.times -= 1;
    return planned.fault;
  }

  private record(at: HubRequest['at'], request: IncomingMessage, response: ServerResponse): HubRequest {
    const { authorization, range, 'if-range': ifRange, 'user-agent': userAgent } = request.headers;
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname);
    const record = {
      at,
      method: request.method ?? '',
      path,
      range,
      ifRange,
      authorization,
      userAgent,
      status: 0,
      bytes: 0,
    };
    response.once('close', () => (record.status = response.statusCode));
    this.requests.push(record);
    return record;
  }
}

function refuse(response: ServerResponse, status: number, errorCode: string | undefined, message: string): void {
  if (errorCode !== undefined) response.setHeader('x-error-code', errorCode);
  response.writeHead(status, { 'content-type': 'application/json', 'x-error-message': message });
  response.end(JSON.stringify({ error: message }));
}
