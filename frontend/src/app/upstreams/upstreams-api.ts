import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { secretsSet } from '../../api/fn/secrets/secrets-set';
import { upstreamsCreate } from '../../api/fn/upstreams/upstreams-create';
import { upstreamsPresets } from '../../api/fn/upstreams/upstreams-presets';
import { upstreamsRemove } from '../../api/fn/upstreams/upstreams-remove';
import { upstreamsTest } from '../../api/fn/upstreams/upstreams-test';
import { upstreamsTestUnsaved } from '../../api/fn/upstreams/upstreams-test-unsaved';
import { upstreamsUpdate } from '../../api/fn/upstreams/upstreams-update';
import type {
  CreateUpstreamDto,
  TryUpstreamDto,
  UpdateUpstreamDto,
  UpstreamDto,
  UpstreamPresetDto,
  UpstreamTrialDto,
} from '../../api/models';

/** What can be done to the providers outside this machine. */
@Service()
export class UpstreamsApi {
  private readonly api = inject(Api);

  presets(): Promise<UpstreamPresetDto[]> {
    return this.api.invoke(upstreamsPresets);
  }

  create(body: CreateUpstreamDto): Promise<UpstreamDto> {
    return this.api.invoke(upstreamsCreate, { body });
  }

  change(name: string, body: UpdateUpstreamDto): Promise<UpstreamDto> {
    return this.api.invoke(upstreamsUpdate, { name, body });
  }

  async remove(name: string): Promise<void> {
    await this.api.invoke(upstreamsRemove, { name });
  }

  test(name: string): Promise<UpstreamTrialDto> {
    return this.api.invoke(upstreamsTest, { name });
  }

  /** Tries settings, and a key, that are not saved. */
  testUnsaved(body: TryUpstreamDto): Promise<UpstreamTrialDto> {
    return this.api.invoke(upstreamsTestUnsaved, { body });
  }

  async writeKey(name: string, value: string): Promise<void> {
    await this.api.invoke(secretsSet, { name, body: { value } });
  }
}
