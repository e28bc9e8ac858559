import type { LoadedModel } from '@hal0/lemonade';
import type { Model } from '@hal0/registry';
import type { SlotSettings } from '@hal0/config';

/** Where a loaded model answers. */
export interface RuntimeEndpoint {
  /** Origin of the runtime, e.g. `http://127.0.0.1:13305`. */
  origin: string;
  /** Origin of the model's own server behind the runtime; null when the runtime does not tell. */
  backendOrigin: string | null;
  /** Headers the runtime wants, credentials among them. */
  headers: Readonly<Record<string, string>>;
}

/** What slots need from whichever daemon runs the models. */
export abstract class InferenceRuntime {
  /** Resolves once the runtime can take orders; rejects when it has given up, or with the signal's reason. */
  abstract whenRunning(signal: AbortSignal): Promise<void>;
  /** Resolves once the model answers. */
  abstract load(record: SlotSettings, model: Model, signal: AbortSignal): Promise<RuntimeEndpoint>;
  /** Unloading something that is not loaded is a success. */
  abstract unload(modelId: string): Promise<void>;
  /** What is loaded now, as the runtime tells. */
  abstract loadedModels(): Promise<readonly LoadedModel[]>;
}
