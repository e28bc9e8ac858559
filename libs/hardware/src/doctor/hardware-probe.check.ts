import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { HardwareService } from '../hardware.service.js';

/** Whether everything about the machine could be found out. */
@Injectable()
export class HardwareProbeCheck extends DoctorCheck {
  readonly id = 'hardware.probe';

  constructor(private readonly hardware: HardwareService) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const { platformLabel, recommendedDevice, problems } = await this.hardware.report();
    if (!problems.length) {
      return { severity: 'ok', message: `${platformLabel}; best device for models: ${recommendedDevice.device}.` };
    }
    return {
      severity: 'warning',
      message: problems.map(({ detector, message }) => `${detector}: ${message}`).join(' '),
      remedy:
        'Install or repair the driver that is named (for AMD: the kernel modules amdgpu and amdxdna; for NVIDIA: the driver with nvidia-smi), then run "hal0 probe".',
    };
  }
}
