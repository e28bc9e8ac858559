import type { Dispatcher } from 'undici';
import { UpstreamUnusableError } from '../dispatcher.errors.js';

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;
type Handler = Required<
  Pick<
    Dispatcher.DispatchHandler,
    'onRequestStart' | 'onResponseStart' | 'onResponseData' | 'onResponseEnd' | 'onResponseError'
  >
>;

const OK = 200;
const BAD_GATEWAY = 502;
/** Nobody explains an error at greater length. */
const LONGEST_ERROR = 256 * 1_024;
/** Some say with 200 that something is wrong. */
const ERROR_BODY = /^\s*\{\s*"error"\s*:\s*["{]/;
const ERROR_BODY_BEGINS_WITHIN = 64;

/**
 * What is true of a model server here has to be looked after with a provider elsewhere: that what comes with a good status
 * is an answer at all, and that an error has an end. It also listens to what the provider says in its headers.
 */
export class ProviderHandler implements Dispatcher.DispatchHandler {
  /** Waits for the first bytes; null when it has been told. */
  private head: { headers: Headers; statusMessage: string | undefined } | null = null;
  private status = 0;
  private received = 0;
  private over = false;

  constructor(
    private readonly handler: Handler,
    /** Who answers, as people name it. */
    private readonly target: string,
    private readonly heard: (status: number, headers: Headers) => void,
  ) {}

  onRequestStart(controller: Controller, context: object): void {
    // A request may be sent a second time.
    this.status = this.received = 0;
    this.head = null;
    this.over = false;
    this.handler.onRequestStart(controller, context);
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, statusMessage?: string): void {
    this.status = status;
    this.heard(status, headers);
    const problem = status < 400 ? problemOf(status, headers) : undefined;
    if (problem) return this.refuse(controller, problem);
    this.head = { headers, statusMessage };
    if (status !== OK) this.tellHead(controller);
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    if (this.over) return;
    this.received += piece.length;
    if (this.head && isErrorBody(piece)) this.status = BAD_GATEWAY;
    this.tellHead(controller);
    this.handler.onResponseData(controller, piece);
    if (this.status >= 400 && this.received > LONGEST_ERROR) this.onResponseEnd(controller, {});
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    if (this.over) return;
    if (this.received === 0 && this.status === OK) return this.refuse(controller, 'its answer is empty');
    this.over = true;
    this.handler.onResponseEnd(controller, trailers);
  }

  onResponseError(controller: Controller, cause: Error): void {
    if (this.over) return;
    this.tellHead(controller);
    // It may be sent anew over this, and one that finds no connection fails without ever having started.
    this.handler.onResponseError(controller, cause);
  }

  private tellHead(controller: Controller): void {
    const { head } = this;
    if (!head) return;
    this.head = null;
    this.handler.onResponseStart(controller, this.status, head.headers, head.statusMessage);
  }

  private refuse(controller: Controller, problem: string): void {
    this.over = true;
    this.handler.onResponseError(controller, new UpstreamUnusableError(this.target, problem));
  }
}

function problemOf(status: number, headers: Headers): string | undefined {
  if (status >= 300) return `it redirects (HTTP ${status}), and hal0 follows nobody`;
  if (status !== OK) return `it answered with HTTP ${status}`;
  const { 'content-encoding': encoding = 'identity', 'content-type': type } = headers;
  if (encoding !== 'identity') return 'its answer is compressed, which hal0 did not ask for';
  return String(type).startsWith('text/html') ? 'its answer is a web page' : undefined;
}

function isErrorBody(piece: Buffer): boolean {
  return ERROR_BODY.test(piece.toString('latin1', 0, ERROR_BODY_BEGINS_WITHIN));
}
