import type { ModelType } from '@hal0/config';
import { modelSource, type RegistryService } from '@hal0/registry';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelPulls, type PullProgress, type WantedModel } from '../ports/model-pulls.port.js';

/** The smallest real file of each type. */
const FILES: Readonly<Record<ModelType, string>> = {
  llm: 'hal0-demo-chat-2m-q8_0.gguf',
  embedding: 'hal0-demo-embed-2m-q8_0.gguf',
  reranking: 'hal0-demo-rerank-2m-q8_0.gguf',
  transcription: 'hal0-demo-whisper-en.bin',
  tts: 'hal0-demo-speech.json',
  image: 'hal0-demo-picture.json',
};

/** Pulls that go as far as a test says, and register a real file when they end well. */
export class FakePulls extends ModelPulls {
  readonly started: WantedModel[] = [];
  /** Model id to what asking for it is answered with. */
  readonly refusals = new Map<string, Error>();
  private readonly pulls = new Map<string, PullProgress>();

  constructor(
    private readonly registry: RegistryService,
    private readonly modelsFolder: string,
  ) {
    super();
  }

  async start(model: WantedModel): Promise<PullProgress> {
    await Promise.resolve();
    const refusal = this.refusals.get(model.id);
    if (refusal) throw refusal;
    this.started.push(model);
    const pull: PullProgress = {
      ...{
        id: `pull-of-${model.id}`,
        state: 'active',
        bytesDone: 0,
        bytesTotal: 1_000,
        bytesPerSecond: 0,
        error: null,
      },
    };
    this.pulls.set(pull.id, pull);
    return { ...pull };
  }

  find(id: string): PullProgress | undefined {
    const pull = this.pulls.get(id);
    return pull && { ...pull };
  }

  async cancel(id: string): Promise<void> {
    await Promise.resolve();
    const pull = this.pulls.get(id);
    if (pull?.state === 'active') pull.state = 'cancelled';
  }

  /** How the pull of a model is to be found from now on. */
  set(model: string, change: Partial<PullProgress>): void {
    Object.assign(this.pulls.get(`pull-of-${model}`) as PullProgress, change);
  }

  /** The model is here and registered. */
  async arrive(model: string): Promise<void> {
    const { id, type } = this.started.find((one) => one.id === model) as WantedModel;
    const path = join(this.modelsFolder, FILES[type]);
    const file = { role: 'main', path, sizeBytes: statSync(path).size, sha256: null } as const;
    await this.registry.register({ id, type, files: [file], source: modelSource('hub', { catalogueId: id }) });
    this.set(model, { state: 'completed', bytesDone: 1_000 });
  }

  /** A new process that knows nothing of what was begun. */
  forget(): void {
    this.pulls.clear();
  }
}
