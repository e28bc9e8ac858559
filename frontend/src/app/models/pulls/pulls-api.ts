import { Service, inject } from '@angular/core';
import { Api } from '../../../api/api';
import { pullsCancel } from '../../../api/fn/pulls/pulls-cancel';
import { pullsList } from '../../../api/fn/pulls/pulls-list';
import { pullsPause } from '../../../api/fn/pulls/pulls-pause';
import { pullsRemove } from '../../../api/fn/pulls/pulls-remove';
import { pullsResume } from '../../../api/fn/pulls/pulls-resume';
import { pullsStart } from '../../../api/fn/pulls/pulls-start';
import type { PullDto, StartPullDto } from '../../../api/models';

/** Downloads of models. */
@Service()
export class PullsApi {
  private readonly api = inject(Api);

  list(): Promise<PullDto[]> {
    return this.api.invoke(pullsList);
  }

  start(body: StartPullDto): Promise<PullDto> {
    return this.api.invoke(pullsStart, { body });
  }

  pause(id: string): Promise<PullDto> {
    return this.api.invoke(pullsPause, { id });
  }

  resume(id: string): Promise<PullDto> {
    return this.api.invoke(pullsResume, { id });
  }

  /** Ends it and throws away what it has brought. */
  cancel(id: string): Promise<PullDto> {
    return this.api.invoke(pullsCancel, { id });
  }

  /** Forgets one that has ended. */
  async remove(id: string): Promise<void> {
    await this.api.invoke(pullsRemove, { id });
  }
}
