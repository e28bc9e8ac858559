import { Processes } from '@hal0/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { GpuAccessCheck } from './doctor/gpu-access.check.js';
import { HardwareProbeCheck } from './doctor/hardware-probe.check.js';
import { MemoryLimitCheck } from './doctor/memory-limit.check.js';
import { HardwareService } from './hardware.service.js';
import { HardwareController } from './http/hardware.controller.js';
import { HardwareStatsController } from './live/hardware-stats.controller.js';
import { LiveHardware } from './live/live-hardware.service.js';
import { HostMemorySource } from './memory/host-memory-source.port.js';
import { HardwareReaders } from './probe/hardware-readers.js';
import { systemReaders } from './probe/system-readers.js';
import { ProxmoxClient } from './proxmox/proxmox-client.js';
import { ProxmoxController } from './proxmox/proxmox.controller.js';
import { ProxmoxHost } from './proxmox/proxmox-host.service.js';
import { ProxmoxSettingsService } from './proxmox/proxmox-settings.service.js';
import { ProxmoxSettingsStore } from './proxmox/proxmox-settings.store.js';

const CHECKS = [HardwareProbeCheck, GpuAccessCheck, MemoryLimitCheck];

export interface HardwareModuleOptions {
  /** Must provide what the platform module exports. The application also needs Nest's ScheduleModule. */
  imports: NonNullable<DynamicModule['imports']>;
}

@Module({})
export class HardwareModule {
  static register({ imports }: HardwareModuleOptions): DynamicModule {
    return {
      module: HardwareModule,
      imports,
      controllers: [HardwareController, HardwareStatsController, ProxmoxController],
      providers: [
        {
          provide: HardwareReaders,
          inject: [Processes],
          useFactory: (processes: Processes) => systemReaders(processes),
        },
        { provide: HostMemorySource, useExisting: ProxmoxHost },
        HardwareService,
        LiveHardware,
        ProxmoxClient,
        ProxmoxHost,
        ProxmoxSettingsStore,
        ProxmoxSettingsService,
        ...CHECKS,
      ],
      exports: [HardwareService, LiveHardware, ProxmoxHost, ...CHECKS],
    };
  }
}
