import { IsBoolean, IsIn } from 'class-validator';
import { MemoryEmbeddingSettings } from './memory-embedding.settings.js';
import { MemoryGraphSettings } from './memory-graph.settings.js';
import { Section, Setting } from './setting.decorator.js';

const MEMORY_ENGINES = ['cognee', 'hindsight', 'pgvector', 'mem0'] as const;

/** `[memory]`: long-term memory of agents. */
export class MemorySettings {
  @Setting('Whether agents may remember.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  enabled = true;

  @Setting('What keeps the memory.', { applies: 'service-restart', reserved: true })
  @IsIn(MEMORY_ENGINES)
  engine: (typeof MEMORY_ENGINES)[number] = 'cognee';

  @Section('How memories are embedded and ranked.', { fields: () => MemoryEmbeddingSettings })
  embedding = new MemoryEmbeddingSettings();

  @Section('The graph that is drawn from memories.', { fields: () => MemoryGraphSettings })
  graph = new MemoryGraphSettings();
}
