import { Hal0Controller } from '@hal0/platform';
import { Get } from '@nestjs/common';
import { LemonadeService } from '../lemonade.service.js';
import { LemonadeStatusDto } from './lemonade-status.dto.js';

@Hal0Controller('lemonade')
export class LemonadeController {
  constructor(private readonly lemonade: LemonadeService) {}

  /** State of the model runtime. */
  @Get()
  status(): LemonadeStatusDto {
    return this.lemonade.status();
  }
}
