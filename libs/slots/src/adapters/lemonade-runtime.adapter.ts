import type { Device, SlotSettings } from '@hal0/config';
import { BackendsService, LemonadeService, runsAs, type LoadedModel, type LoadRequest } from '@hal0/lemonade';
import type { Model } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import {
  InferenceRuntime,
  type BackendAvailability,
  type FlmTrio,
  type LoadedCopy,
  type RuntimeEndpoint,
} from '../ports/inference-runtime.port.js';
import { contextSizeOf } from '../residency/context-size.js';
import { copyOf } from '../residency/copy-of.js';
import { ModelServerProcess } from './model-server-process.js';

/** Backends that have OpenAI's routes themselves; the others speak their own words, and are reached through lemond. */
const OPENAI_BACKENDS: readonly (string | null)[] = ['llamacpp'];

/** Slots on Lemonade. */
@Injectable()
export class LemonadeRuntimeAdapter extends InferenceRuntime {
  constructor(
    private readonly lemonade: LemonadeService,
    private readonly backends: BackendsService,
    private readonly servers: ModelServerProcess,
  ) {
    super();
  }

  get managed(): boolean {
    return this.lemonade.managed;
  }

  whenRunning(signal: AbortSignal): Promise<void> {
    return this.lemonade.whenRunning(signal);
  }

  async load(slot: string, record: SlotSettings, model: Model, signal: AbortSignal): Promise<RuntimeEndpoint> {
    const request = toLoadRequest(slot, record, model);
    let loaded = await this.loadedNow(request, signal);
    if (await this.isLost(loaded)) {
      // For lemond the model is loaded; without this it would leave it at that.
      await this.lemonade.unload(model.id);
      loaded = await this.loadedNow(request, signal);
    }
    return this.endpointOf(model.recipe, loaded?.backendOrigin ?? null);
  }

  unload(modelId: string): Promise<void> {
    return this.lemonade.unload(modelId);
  }

  async loadedModels(): Promise<readonly LoadedCopy[]> {
    const models = await this.lemonade.loadedModels();
    return models.map((model) => ({ ...model, endpoint: this.endpointOf(model.recipe, model.backendOrigin) }));
  }

  attribute(modelId: string, slot: string): void {
    this.lemonade.attribute(modelId, slot);
  }

  pin(modelId: string): Promise<void> {
    return this.lemonade.pin(modelId);
  }

  isLoadedAs(record: SlotSettings, model: Model, copy: LoadedModel): boolean {
    return copy.copy === null ? runsAs(toLoadRequest('', record, model), copy) : copy.copy === copyOf(record);
  }

  async backendFor(device: Device, recipe: string): Promise<BackendAvailability> {
    try {
      return await this.backends.backendFor(device, recipe);
    } catch {
      return { state: 'unknown', message: null, command: null };
    }
  }

  recentLog(modelId: string | null, lines: number): readonly string[] {
    return this.lemonade.recentLog(modelId, lines);
  }

  flmTrio(): FlmTrio {
    return this.lemonade.flmTrio();
  }

  private async loadedNow(request: LoadRequest, signal: AbortSignal): Promise<LoadedModel | undefined> {
    await this.lemonade.load(request, signal);
    return (await this.lemonade.loadedModels()).find(({ id }) => id === request.model.id);
  }

  /** Only processes of this machine can be looked at. */
  private async isLost(loaded: LoadedModel | undefined): Promise<boolean> {
    if (!this.managed || !loaded || loaded.pid === null || loaded.backendOrigin === null) return false;
    return this.servers.isLost(loaded.pid, loaded.backendOrigin);
  }

  private endpointOf(recipe: string | null, backendOrigin: string | null): RuntimeEndpoint {
    return { ...this.lemonade.endpoint(), backendOrigin: OPENAI_BACKENDS.includes(recipe) ? backendOrigin : null };
  }
}

function toLoadRequest(slot: string, record: SlotSettings, model: Model): LoadRequest {
  const { device, parallel, threads, extra_args } = record;
  return {
    slot,
    model,
    device,
    contextSize: contextSizeOf(record, model),
    parallel,
    threads: threads ?? null,
    extraArgs: extra_args ?? '',
    copy: copyOf(record),
  };
}
