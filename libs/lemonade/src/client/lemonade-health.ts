import { MODEL_TYPES, type ModelType } from '@hal0/config';

/** One model that lemond has loaded, in hal0's words. */
export interface LoadedModel {
  /** Registry id. */
  id: string;
  type: ModelType;
  /** As lemond says it: `cpu`, `gpu`, `npu`. */
  device: string;
  /** A request is being answered. */
  busy: boolean;
  /** lemond does not evict it. */
  pinned: boolean;
  /** Process of the model's own server. */
  pid: number | null;
  /** Where the model's own server answers, e.g. `http://127.0.0.1:8001`; no `/v1`. */
  backendOrigin: string | null;
}

export interface LemonadeHealth {
  version: string | null;
  models: readonly LoadedModel[];
}

/** Reads `GET /health`. Fields that other versions lack take the plainest value. Source: Lemonade contract, section 6. */
export function parseHealth(body: unknown, idOf: (modelName: string) => string): LemonadeHealth {
  const { version, all_models_loaded } = asRecord(body);
  const entries = Array.isArray(all_models_loaded) ? (all_models_loaded as unknown[]) : [];
  return {
    version: asText(version),
    models: entries.map(asRecord).flatMap((entry) => {
      const name = asText(entry['model_name']);
      return name === null ? [] : [parseEntry(entry, idOf(name))];
    }),
  };
}

function parseEntry(entry: Record<string, unknown>, id: string): LoadedModel {
  const { type, device, is_busy, pinned, pid, backend_url } = entry;
  return {
    id,
    type: MODEL_TYPES.find((known) => known === type) ?? 'llm',
    device: asText(device) ?? 'unknown',
    busy: is_busy === true,
    pinned: pinned === true,
    pid: typeof pid === 'number' && pid > 0 ? pid : null,
    backendOrigin: originOf(asText(backend_url)),
  };
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null;
}

const asText = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
