import { Hal0Controller } from '@hal0/platform';
import { Get, HttpCode, Post } from '@nestjs/common';
import { DoctorService } from '../doctor.service.js';
import { DoctorFindingDto } from './doctor.dto.js';

@Hal0Controller('doctor')
export class DoctorController {
  constructor(private readonly doctor: DoctorService) {}

  /** Every check, and what it found; the worst first. */
  @Get()
  examine(): Promise<DoctorFindingDto[]> {
    return this.doctor.examine();
  }

  /** Repairs what can be repaired safely, then looks again. */
  @Post('fix')
  @HttpCode(200)
  fix(): Promise<DoctorFindingDto[]> {
    return this.doctor.fix();
  }
}
