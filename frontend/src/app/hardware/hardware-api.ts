import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { hardwareProbe } from '../../api/fn/hardware/hardware-probe';
import { hardwareShow } from '../../api/fn/hardware/hardware-show';
import { hardwareStatsStats } from '../../api/fn/stats/hardware-stats-stats';
import { proxmoxGet } from '../../api/fn/settings/proxmox-get';
import { proxmoxRemove } from '../../api/fn/settings/proxmox-remove';
import { proxmoxSave } from '../../api/fn/settings/proxmox-save';
import { proxmoxTest } from '../../api/fn/settings/proxmox-test';
import type {
  HardwareDto,
  HardwareStatsDto,
  ProxmoxSettingsDto,
  ProxmoxTestDto,
  SaveProxmoxDto,
} from '../../api/models';

/** The hardware part of the API, in the dashboard's words. */
@Service()
export class HardwareApi {
  private readonly api = inject(Api);

  read(): Promise<HardwareDto> {
    return this.api.invoke(hardwareShow);
  }

  probe(): Promise<HardwareDto> {
    return this.api.invoke(hardwareProbe);
  }

  live(): Promise<HardwareStatsDto> {
    return this.api.invoke(hardwareStatsStats);
  }

  proxmox(): Promise<ProxmoxSettingsDto> {
    return this.api.invoke(proxmoxGet);
  }

  saveProxmox(body: SaveProxmoxDto): Promise<ProxmoxSettingsDto> {
    return this.api.invoke(proxmoxSave, { body });
  }

  testProxmox(body: SaveProxmoxDto): Promise<ProxmoxTestDto> {
    return this.api.invoke(proxmoxTest, { body });
  }

  async forgetProxmox(): Promise<void> {
    await this.api.invoke(proxmoxRemove);
  }
}
