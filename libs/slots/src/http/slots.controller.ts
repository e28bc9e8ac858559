import { Hal0Controller } from '@hal0/platform';
import { Get, Param } from '@nestjs/common';
import { SlotDto } from './slot.dto.js';

@Hal0Controller('slots')
export class SlotsController {
  /** All slots, seeded ones first. */
  @Get()
  list(): SlotDto[] {
    return [];
  }

  @Get(':name')
  get(@Param('name') _name: string): SlotDto {
    return undefined as never;
  }
}
