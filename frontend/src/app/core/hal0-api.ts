import { Service, inject } from '@angular/core';
import type {
  CreateSlotDto,
  ForceDto,
  JournalPageDto,
  LoadSlotDto,
  ModelDto,
  PlanDto,
  PlanRequestDto,
  SlotDto,
  StatusDto,
  UpdateSlotDto,
} from '../../api/models';
import { Api } from '../../api/api';
import { bundlesApply } from '../../api/fn/bundles/bundles-apply';
import { journalList, type JournalList$Params } from '../../api/fn/journal/journal-list';
import { modelsList } from '../../api/fn/models/models-list';
import { planPlan } from '../../api/fn/slots/plan-plan';
import { slotsConfigure } from '../../api/fn/slots/slots-configure';
import { slotsCreate } from '../../api/fn/slots/slots-create';
import { slotsList } from '../../api/fn/slots/slots-list';
import { slotsLoad } from '../../api/fn/slots/slots-load';
import { slotsRemove } from '../../api/fn/slots/slots-remove';
import { slotsRestart } from '../../api/fn/slots/slots-restart';
import { slotsUnload } from '../../api/fn/slots/slots-unload';
import { statusStatus } from '../../api/fn/operations/status-status';

/** The API in the dashboard's words; the generated client behind it is named after the server's classes. */
@Service()
export class Hal0Api {
  private readonly api = inject(Api);

  status(): Promise<StatusDto> {
    return this.api.invoke(statusStatus);
  }

  slots(): Promise<SlotDto[]> {
    return this.api.invoke(slotsList);
  }

  createSlot(body: CreateSlotDto): Promise<SlotDto> {
    return this.api.invoke(slotsCreate, { body });
  }

  configureSlot(name: string, body: UpdateSlotDto): Promise<SlotDto> {
    return this.api.invoke(slotsConfigure, { name, body });
  }

  async removeSlot(name: string): Promise<void> {
    await this.api.invoke(slotsRemove, { name });
  }

  planSlot(body: PlanRequestDto): Promise<PlanDto> {
    return this.api.invoke(planPlan, { body });
  }

  loadSlot(name: string, body: LoadSlotDto = {}): Promise<SlotDto> {
    return this.api.invoke(slotsLoad, { name, body });
  }

  unloadSlot(name: string, body: ForceDto = {}): Promise<SlotDto> {
    return this.api.invoke(slotsUnload, { name, body });
  }

  restartSlot(name: string, body: ForceDto = {}): Promise<SlotDto> {
    return this.api.invoke(slotsRestart, { name, body });
  }

  models(): Promise<ModelDto[]> {
    return this.api.invoke(modelsList);
  }

  async applyBundle(id: string): Promise<void> {
    await this.api.invoke(bundlesApply, { id, body: {} });
  }

  journal(wanted: JournalList$Params): Promise<JournalPageDto> {
    return this.api.invoke(journalList, wanted);
  }
}
