import type { SlotSettings } from '@hal0/config';
import { fileNeed, fits, HardwareService, memoryNeed, type MemoryParts } from '@hal0/hardware';
import { RegistryService, type Model } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { servingPlan, shareOnCard } from './memory-plan.js';
import type { MemoryMib, MemoryPoolState, MemoryState } from './residency.types.js';

/** What a model is estimated to take. */
export interface MemoryNeed {
  mib: MemoryMib;
  /** What the estimate rests on when it is a rough one, for people; null when it rests on the model's own header. */
  note: string | null;
}

/** How much memory models need, and how much there is. */
@Injectable()
export class MemoryNeeds {
  constructor(
    private readonly registry: RegistryService,
    private readonly hardware: HardwareService,
  ) {}

  /** What `model` takes when it is loaded as `record` says, and where. */
  async of(record: SlotSettings, model: Model): Promise<MemoryNeed> {
    if (model.path === null) {
      return { mib: { system: 0, gpu: 0 }, note: 'its backend keeps the file and does not tell what memory it takes' };
    }
    const [shape, onCard] = await Promise.all([this.registry.shape(model.id), this.isOnCard(record)]);
    if (!shape) return roughNeed(model.sizeBytes, onCard);
    const plan = servingPlan(record, model);
    const beside = besideMib(model);
    const share = onCard ? shareOnCard(record, shape.layers) : 0;
    const gpu = onCard ? total(memoryNeed(shape, plan, 'gpu', share)) + beside : 0;
    const system = total(memoryNeed(shape, plan, 'system', 1 - share)) + (onCard ? 0 : beside);
    return { mib: { system, gpu }, note: null };
  }

  /** Tokens with which the model would fit into `memory` when it does not with what its slot asks for; null when none would do. */
  async largestContext(record: SlotSettings, model: Model, memory: MemoryState): Promise<number | null> {
    const [shape, onCard] = await Promise.all([this.registry.shape(model.id), this.isOnCard(record)]);
    if (!shape) return null;
    const pool = ({ freeMib, limitedBy }: MemoryPoolState) => ({ headroomMib: Math.max(0, freeMib), limitedBy });
    const pools = { system: pool(memory.system), ...(onCard && memory.gpu ? { gpu: pool(memory.gpu) } : {}) };
    return fits({ model: shape, plan: servingPlan(record, model), pools }).largestContext;
  }

  /** What there is, measured now. */
  async state(): Promise<MemoryState> {
    return this.hardware.pools();
  }

  /** Only a card has memory of its own; every other GPU works in the system's. */
  private async isOnCard({ device }: SlotSettings): Promise<boolean> {
    if (!device.startsWith('gpu-')) return false;
    const { poolKind } = await this.hardware.report().catch(() => this.hardware.current());
    return poolKind === 'vram';
  }
}

/** Files that a model server loads beside the weights, such as a projector or a draft model; their headers are not read. */
function besideMib({ files }: Model): number {
  const beside = files.filter(({ role }) => role === 'mmproj' || role === 'draft');
  const bytes = beside.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return fileNeed(bytes).modelMib;
}

function roughNeed(sizeBytes: number, onCard: boolean): MemoryNeed {
  const { modelMib, programMib } = fileNeed(sizeBytes);
  const mib = onCard ? { system: programMib, gpu: modelMib } : { system: modelMib + programMib, gpu: 0 };
  return { mib, note: 'estimated from the size of its file' };
}

const total = (parts: MemoryParts): number => Object.values<number>({ ...parts }).reduce((sum, part) => sum + part, 0);
