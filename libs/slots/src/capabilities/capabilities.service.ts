import { DEVICES, type Device, type ModelType, type SlotSettings } from '@hal0/config';
import { HardwareService, memorySize, type HardwareReport } from '@hal0/hardware';
import { Clock, Hal0Error } from '@hal0/platform';
import { RegistryService, type Model } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import { InferenceRuntime, type BackendAvailability } from '../ports/inference-runtime.port.js';
import { RESERVED_NAMES } from '../record/reserved-names.js';
import { MemoryNeeds } from '../residency/memory-needs.service.js';
import type { MemoryState } from '../residency/residency.types.js';
import { SlotsService } from '../slots.service.js';
import type {
  CapabilitiesDto,
  CapableDeviceDto,
  CapableModelDto,
  SelectedCapabilityDto,
  SlotCapabilitiesDto,
} from './http/capabilities.dto.js';
import { backendsOf, obstacle } from './machine.js';
import { recipeFor, runsOn } from './recipe-devices.js';

/** A runtime that hangs keeps nobody waiting: longer than this it counts as one that cannot be asked. */
const PATIENCE_MS = 1_000;
const UNKNOWN: BackendAvailability = { state: 'unknown', message: null, command: null };

type Judgement = Omit<CapableDeviceDto, 'device' | 'recommended'>;

/** What slots could run on this machine, and why not: hardware, backends, registry and memory told together. */
@Injectable()
export class CapabilitiesService {
  constructor(
    private readonly slots: SlotsService,
    private readonly hardware: HardwareService,
    private readonly runtime: InferenceRuntime,
    private readonly registry: RegistryService,
    private readonly needs: MemoryNeeds,
    private readonly clock: Clock,
  ) {}

  async view(): Promise<CapabilitiesDto> {
    const report = await this.hardware.report();
    const [memory, devices] = await Promise.all([this.needs.state(), this.devicesByType(report)]);
    const slots = this.slots.all().map(({ name, record }) => this.slot(name, record, devices, memory));
    return { slots: await Promise.all(slots), backends: backendsOf(report), reservedNames: [...RESERVED_NAMES] };
  }

  private async slot(
    name: string,
    record: SlotSettings,
    devicesByType: ReadonlyMap<ModelType, CapableDeviceDto[]>,
    memory: MemoryState,
  ): Promise<SlotCapabilitiesDto> {
    const { type, device, enabled } = record;
    const candidates = this.registry.list().filter((model) => model.type === type);
    const devices = devicesByType.get(type) ?? [];
    const models = await Promise.all(candidates.map((model) => this.model(record, model, memory)));
    return {
      ...{ name, type, device, enabled },
      model: record.model || null,
      devices,
      models,
      selected: selected(record, devices, models),
    };
  }

  /** Slots of one type have the same devices, so that each backend is asked for once. */
  private async devicesByType(report: HardwareReport): Promise<ReadonlyMap<ModelType, CapableDeviceDto[]>> {
    const asked = new Map<string, Promise<BackendAvailability>>();
    const backend = (device: Device, recipe: string) => {
      const key = `${recipe} ${device}`;
      const answer = asked.get(key) ?? this.askPatiently(device, recipe);
      asked.set(key, answer);
      return answer;
    };
    const types = [...new Set(this.slots.all().map(({ record }) => record.type))];
    const judged = types.map(async (type): Promise<[ModelType, CapableDeviceDto[]]> => {
      const judgements = await Promise.all(DEVICES.map((device) => judge(type, device, report, backend)));
      const usable = DEVICES.filter((_, index) => judgements[index]?.usable);
      const best = [report.recommendedDevice.device, ...usable].find((device) => usable.includes(device));
      return [
        type,
        DEVICES.flatMap((device, index) => {
          const judgement = judgements[index];
          return judgement ? [{ device, ...judgement, recommended: device === best }] : [];
        }),
      ];
    });
    return new Map(await Promise.all(judged));
  }

  private async askPatiently(device: Device, recipe: string): Promise<BackendAvailability> {
    const { promise, resolve } = Promise.withResolvers<BackendAvailability>();
    const cancel = this.clock.schedule(() => resolve(UNKNOWN), PATIENCE_MS);
    void this.runtime.backendFor(device, recipe).then(resolve);
    return promise.finally(cancel);
  }

  private async model(record: SlotSettings, model: Model, memory: MemoryState): Promise<CapableModelDto> {
    const reason = (await this.fileProblem(model)) ?? (await this.fitProblem(record, model, memory));
    return { id: model.id, usable: reason === null, reason };
  }

  private async fileProblem({ id }: Model): Promise<string | null> {
    try {
      await this.registry.checkFile(id);
      return null;
    } catch (error) {
      if (error instanceof Hal0Error) return error.message;
      throw error;
    }
  }

  private async fitProblem(record: SlotSettings, model: Model, { system, gpu }: MemoryState): Promise<string | null> {
    const { device } = record;
    if (!runsOn(model.recipe, device)) return `It does not run on ${device}, the device of the slot.`;
    const { mib } = await this.needs.of(record, model);
    const pools = [
      { needMib: mib.system, limitMib: system.limitMib, words: 'memory' },
      { needMib: mib.gpu, limitMib: gpu?.limitMib ?? 0, words: 'GPU memory' },
    ];
    const short = pools.find(({ needMib, limitMib }) => needMib > limitMib);
    if (!short) return null;
    return `It needs about ${memorySize(short.needMib)} of ${short.words}, and models may take ${memorySize(short.limitMib)} here.`;
  }
}

async function judge(
  type: ModelType,
  device: Device,
  report: HardwareReport,
  backend: (device: Device, recipe: string) => Promise<BackendAvailability>,
): Promise<Judgement> {
  const recipe = recipeFor(type, device);
  if (recipe === null) return refused(`Nothing runs ${type} models on ${device}.`);
  const reason = obstacle(device, report);
  // Of an NPU the runtime may know more: it is asked in any case.
  if (reason !== null && device !== 'npu') return refused(reason);
  const { state, message, command } = await backend(device, recipe);
  if (reason !== null && state !== 'installed') return refused(reason);
  // When nobody can be asked, nothing is known against it.
  const usable = state === 'installed' || state === 'unknown';
  return { usable, reason: usable ? null : (message ?? 'Its backend is not installed.'), command };
}

const refused = (reason: string): Judgement => ({ usable: false, reason, command: null });

function selected(
  { device, model }: SlotSettings,
  devices: readonly CapableDeviceDto[],
  models: readonly CapableModelDto[],
): SelectedCapabilityDto {
  const chosen = models.find(({ id }) => id === model);
  const unknown = model && !chosen ? `There is no ${model} of the slot's type in the registry.` : null;
  const ofDevice = devices.find((each) => each.device === device);
  const none = model ? null : 'No model has been chosen.';
  const reason = none ?? unknown ?? ofDevice?.reason ?? chosen?.reason ?? null;
  return { device, model: model || null, usable: reason === null, reason };
}
