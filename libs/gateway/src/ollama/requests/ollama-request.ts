/** A request of Ollama's, in OpenAI's words. */
export interface OllamaRequest {
  readonly path: '/v1/chat/completions' | '/v1/completions' | '/v1/embeddings';
  /** Without `model`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** It has nothing to answer: Ollama's way to have a model loaded ahead of use. */
  readonly isEmpty: boolean;
  readonly stream: boolean;
  /** Its texts may be cut to what the model takes. */
  readonly isCuttable?: boolean;
}
