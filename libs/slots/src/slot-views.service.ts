import { isSeeded } from '@hal0/config';
import { Injectable } from '@nestjs/common';
import type { SlotDto } from './http/slot.dto.js';
import { NpuSlots } from './npu/npu-slots.service.js';
import { NpuTrio } from './npu/npu-trio.service.js';
import { SlotRecords } from './record/slot-records.js';
import { toSlotDto } from './slot-view.js';
import type { Slot } from './slot.js';

/** Slots as people and programs see them, with what only the whole of them tells. */
@Injectable()
export class SlotViews {
  constructor(
    private readonly records: SlotRecords,
    private readonly npu: NpuSlots,
    private readonly trio: NpuTrio,
  ) {}

  of(slot: Slot): SlotDto {
    const { name, record } = slot;
    return toSlotDto(slot, {
      seeded: isSeeded(name) || this.npu.isSeeded(name),
      coresidentGroup: this.trio.groupOf(record),
      fromModel: [...this.records.fromModel(name)],
    });
  }
}
