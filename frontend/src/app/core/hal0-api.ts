import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import {
  bundlesApply,
  modelsList,
  slotsConfigure,
  slotsList,
  slotsLoad,
  slotsUnload,
  statusStatus,
} from '../../api/functions';
import type { ModelDto, SlotDto, StatusDto, UpdateSlotDto } from '../../api/models';

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

  configureSlot(name: string, body: UpdateSlotDto): Promise<SlotDto> {
    return this.api.invoke(slotsConfigure, { name, body });
  }

  loadSlot(name: string): Promise<SlotDto> {
    return this.api.invoke(slotsLoad, { name });
  }

  unloadSlot(name: string): Promise<SlotDto> {
    return this.api.invoke(slotsUnload, { name });
  }

  models(): Promise<ModelDto[]> {
    return this.api.invoke(modelsList);
  }

  async applyBundle(id: string): Promise<void> {
    await this.api.invoke(bundlesApply, { id });
  }
}
