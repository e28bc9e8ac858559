import type { LoadedModel } from '@hal0/lemonade';
import type { Model } from '@hal0/registry';
import { InferenceRuntime, type RuntimeEndpoint } from '../ports/inference-runtime.port.js';
import type { SlotSettings } from '@hal0/config';

/** A runtime that does what a test tells it, when the test tells it. */
export class FakeInferenceRuntime extends InferenceRuntime {
  /** Every load and unload in order, e.g. `load demo`, `unload demo`. */
  readonly seen: string[] = [];
  /** The next load is rejected with this. */
  failNextLoadWith: Error | undefined;
  /** Called when a load has succeeded. */
  onLoad: () => void = () => undefined;
  endpoint: RuntimeEndpoint = { origin: 'http://127.0.0.1:9', backendOrigin: null, headers: {} };
  private readonly loaded = new Set<string>();
  private gate: Promise<void> = Promise.resolve();
  private underWay = 0;
  /** The most loads and unloads that were ever under way together. */
  mostAtOnce = 0;

  /** Holds loads and unloads up until the returned function is called. */
  holdUp(): () => void {
    let open = () => {};
    this.gate = new Promise((resolve) => (open = resolve));
    return () => open();
  }

  /** The model is gone without anybody having asked for it. */
  lose(modelId: string): void {
    this.loaded.delete(modelId);
  }

  async whenRunning(): Promise<void> {
    await Promise.resolve();
  }

  async load(_record: SlotSettings, model: Model): Promise<RuntimeEndpoint> {
    await this.work(`load ${model.id}`);
    const failure = this.failNextLoadWith;
    this.failNextLoadWith = undefined;
    if (failure) throw failure;
    this.loaded.add(model.id);
    this.onLoad();
    return { ...this.endpoint };
  }

  async unload(modelId: string): Promise<void> {
    await this.work(`unload ${modelId}`);
    this.loaded.delete(modelId);
  }

  async loadedModels(): Promise<readonly LoadedModel[]> {
    await Promise.resolve();
    return [...this.loaded].map((id) => ({
      id,
      type: 'llm',
      device: 'cpu',
      busy: false,
      pinned: true,
      pid: null,
      backendOrigin: null,
    }));
  }

  private async work(what: string): Promise<void> {
    this.seen.push(what);
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    await this.gate;
    this.underWay -= 1;
  }
}
