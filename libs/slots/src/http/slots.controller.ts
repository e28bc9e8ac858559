import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { SlotsService } from '../slots.service.js';
import { CreateSlotDto } from './create-slot.dto.js';
import { SlotDto } from './slot.dto.js';
import { UpdateSlotDto } from './update-slot.dto.js';

@Hal0Controller('slots')
export class SlotsController {
  constructor(private readonly slots: SlotsService) {}

  /** All slots, seeded ones first. */
  @Get()
  list(): SlotDto[] {
    return this.slots.list();
  }

  /** Adds a slot to the record; nothing is loaded. */
  @Post()
  create(@Body() slot: CreateSlotDto): Promise<SlotDto> {
    return this.slots.create(slot);
  }

  /** One slot. */
  @Get(':name')
  get(@Param('name') name: string): SlotDto {
    return this.slots.get(name);
  }

  /** Changes the record of a slot. A loaded model that the change concerns is loaded again. */
  @Patch(':name')
  configure(@Param('name') name: string, @Body() patch: UpdateSlotDto): Promise<SlotDto> {
    return this.slots.configure(name, patch);
  }

  /** Starts loading the slot's model and answers at once; follow `slot.changed` events or read the slot again. */
  @Post(':name/load')
  @HttpCode(202)
  load(@Param('name') name: string): SlotDto {
    return this.slots.load(name);
  }

  /** Begins to load the slot's model anew and answers at once. Refused while requests are being served. */
  @Post(':name/restart')
  @HttpCode(202)
  restart(@Param('name') name: string): SlotDto {
    return this.slots.restart(name);
  }

  /** Unloads a slot and takes it off the record; its model stays. The six seeded slots can only be disabled. */
  @Delete(':name')
  @HttpCode(204)
  remove(@Param('name') name: string): Promise<void> {
    return this.slots.remove(name);
  }

  /** Begins to unload the slot's model and answers at once. Refused while requests are being served. */
  @Post(':name/unload')
  @HttpCode(202)
  unload(@Param('name') name: string): SlotDto {
    return this.slots.unload(name);
  }
}
