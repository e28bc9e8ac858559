import type { ModelType } from '@hal0/config';
import type { Hal0Error, RequestDialect } from '@hal0/platform';
import type { ServerResponse } from 'node:http';
import type { RequestBody } from './body/request-body.js';
import type { TranslateAnswer } from './translation/answer-translation.js';
import type { Upgrade } from './tunnel/upgrade.js';

/** How a dialect of the wire writes what is not the model's own answer. */
export interface Dialect {
  /** For the record. */
  readonly name: RequestDialect;
  /** Where its clients look for the request's id, beside `x-request-id`. */
  readonly idHeader?: string;
  /** The same for one request, where errors name it. */
  forRequest?(id: string): Dialect;
  /** The JSON body of an error answer. */
  errorBody(error: Hal0Error): string;
  /** The same as the last event of a stream that has begun; the text that ends the stream. */
  errorEvent(error: Hal0Error): string;
}

/** What the key of a request allows. Requests without a key may do everything. */
export interface Grant {
  /** Name of the key, for the record. */
  readonly keyName: string;
  /** Slots it may use; null for all. */
  readonly slots: ReadonlySet<string> | null;
  /** Nothing of its requests leaves the machine. */
  readonly localOnly: boolean;
}

/** A request in the words of the client, for a target that speaks them; it is answered without any translation. */
export interface NativeRequest {
  readonly dialect: 'anthropic' | 'responses';
  /** Path towards the target, e.g. `/v1/messages`. */
  readonly path: string;
  /** What follows the path, without the question mark; empty for nothing. */
  readonly query: string;
  /** What the client says to the provider in headers, as a flat list of names and values. */
  readonly headers: readonly string[];
  readonly body: RequestBody;
}

/** One request to a model, as its route has read it. */
export interface InferenceRequest {
  readonly id: string;
  /** Path towards the model server, e.g. `/v1/chat/completions`. */
  readonly path: string;
  /** Path that the client asked, for the record; absent when it is `path`. */
  readonly askedPath?: string;
  readonly type: ModelType;
  readonly body: RequestBody;
  /** What the client put into `model`; undefined means the default of the type. */
  readonly model: string | undefined;
  readonly stream: boolean;
  /** False when the client would rather hear that the slot is loading than wait for it. */
  readonly patient: boolean;
  /** {@link Clock.monotonic} at arrival. */
  readonly arrivedAt: number;
  readonly response: ServerResponse;
  readonly dialect: Dialect;
  /** Set when the client speaks another dialect than `body` and `path` do, which are OpenAI's always. */
  readonly translate?: TranslateAnswer;
  readonly native?: NativeRequest;
  /** `body` without what only llama.cpp's server understands; absent when there is nothing of that in it. */
  readonly elsewhere?: () => RequestBody;
  /** Set when the client asks for a WebSocket in place of an answer. */
  readonly upgrade?: Upgrade;
  /** null when the client brought no key. */
  readonly grant: Grant | null;
}
