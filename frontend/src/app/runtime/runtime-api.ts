import { Service, inject } from '@angular/core';
import type { Observable } from 'rxjs';
import { Api } from '../../api/api';
import { adminConfigChange } from '../../api/fn/lemonade/admin-config-change';
import { adminConfigRead } from '../../api/fn/lemonade/admin-config-read';
import { backendsInstall } from '../../api/fn/lemonade/backends-install';
import { backendsJobs } from '../../api/fn/lemonade/backends-jobs';
import { backendsList } from '../../api/fn/lemonade/backends-list';
import { backendsRemove } from '../../api/fn/lemonade/backends-remove';
import { capabilitiesView } from '../../api/fn/capabilities/capabilities-view';
import type { BackendDto, CapabilitiesDto, JobDto, LemonadeConfigChangeDto } from '../../api/models';
import type { StrictHttpResponse } from '../../api/strict-http-response';

/** The runtime's own settings by their names, and beside them what hal0 knows about them. */
export type LemonadeConfig =
  ReturnType<typeof adminConfigRead> extends Observable<StrictHttpResponse<infer Body>> ? Body : never;

/** The runtime's part of the API, in the dashboard's words. */
@Service()
export class RuntimeApi {
  private readonly api = inject(Api);

  backends(): Promise<BackendDto[]> {
    return this.api.invoke(backendsList);
  }

  capabilities(): Promise<CapabilitiesDto> {
    return this.api.invoke(capabilitiesView);
  }

  jobs(): Promise<JobDto[]> {
    return this.api.invoke(backendsJobs);
  }

  install({ recipe, backend }: BackendDto): Promise<JobDto> {
    return this.api.invoke(backendsInstall, { recipe, backend });
  }

  remove({ recipe, backend }: BackendDto): Promise<JobDto> {
    return this.api.invoke(backendsRemove, { recipe, backend });
  }

  config(): Promise<LemonadeConfig> {
    return this.api.invoke(adminConfigRead);
  }

  changeConfig(body: Record<string, unknown>): Promise<LemonadeConfigChangeDto> {
    return this.api.invoke(adminConfigChange, { body });
  }
}
