import { LemonadeService, type LoadedModel } from '@hal0/lemonade';
import type { Model } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { InferenceRuntime, type RuntimeEndpoint } from '../ports/inference-runtime.port.js';
import type { SlotSettings } from '@hal0/config';

/** Slots on Lemonade. */
@Injectable()
export class LemonadeRuntimeAdapter extends InferenceRuntime {
  constructor(private readonly lemonade: LemonadeService) {
    super();
  }

  whenRunning(signal: AbortSignal): Promise<void> {
    return this.lemonade.whenRunning(signal);
  }

  async load(record: SlotSettings, model: Model, signal: AbortSignal): Promise<RuntimeEndpoint> {
    await this.lemonade.load(
      {
        model,
        device: record.device,
        contextSize: record.context_size ?? null,
        parallel: record.parallel,
        threads: record.threads ?? null,
        extraArgs: record.extra_args ?? '',
      },
      signal,
    );
    const loaded = (await this.lemonade.loadedModels()).find(({ id }) => id === model.id);
    // The other backends speak their own words; only llama-server has OpenAI's routes.
    const backendOrigin = model.recipe === 'llamacpp' ? (loaded?.backendOrigin ?? null) : null;
    return { ...this.lemonade.endpoint(), backendOrigin };
  }

  unload(modelId: string): Promise<void> {
    return this.lemonade.unload(modelId);
  }

  loadedModels(): Promise<readonly LoadedModel[]> {
    return this.lemonade.loadedModels();
  }
}
