import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import {
  bundlesControllerApply,
  modelsControllerList,
  slotsControllerConfigure,
  slotsControllerList,
  slotsControllerLoad,
  slotsControllerUnload,
  statusControllerStatus,
} from '../../api/functions';
import type { ModelDto, SlotDto, StatusDto, UpdateSlotDto } from '../../api/models';

/** The API in the dashboard's words; the generated client behind it is named after the server's classes. */
@Service()
export class Hal0Api {
  private readonly api = inject(Api);

  status(): Promise<StatusDto> {
    return this.api.invoke(statusControllerStatus);
  }

  slots(): Promise<SlotDto[]> {
    return this.api.invoke(slotsControllerList);
  }

  configureSlot(name: string, body: UpdateSlotDto): Promise<SlotDto> {
    return this.api.invoke(slotsControllerConfigure, { name, body });
  }

  loadSlot(name: string): Promise<SlotDto> {
    return this.api.invoke(slotsControllerLoad, { name });
  }

  unloadSlot(name: string): Promise<SlotDto> {
    return this.api.invoke(slotsControllerUnload, { name });
  }

  models(): Promise<ModelDto[]> {
    return this.api.invoke(modelsControllerList);
  }

  async applyBundle(id: string): Promise<void> {
    await this.api.invoke(bundlesControllerApply, { id });
  }
}
