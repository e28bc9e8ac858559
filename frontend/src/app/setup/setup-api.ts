import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { bundlesSkip } from '../../api/fn/bundles/bundles-skip';
import { setupCheck } from '../../api/fn/setup/setup-check';
import { setupComplete } from '../../api/fn/setup/setup-complete';
import { setupState } from '../../api/fn/setup/setup-state';
import type { SetupStateDto } from '../../api/models';

/** The first run. */
@Service()
export class SetupApi {
  private readonly api = inject(Api);

  state(): Promise<SetupStateDto> {
    return this.api.invoke(setupState);
  }

  /** Throws what hal0 has against the code. */
  async checkCode(): Promise<void> {
    await this.api.invoke(setupCheck);
  }

  complete(): Promise<SetupStateDto> {
    return this.api.invoke(setupComplete);
  }

  async skipBundles(): Promise<void> {
    await this.api.invoke(bundlesSkip);
  }
}
