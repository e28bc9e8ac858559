import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { requestsList, type RequestsList$Params } from '../../api/fn/requests/requests-list';
import type { RequestRows } from '../core/requests/request-row';

/** The requests that have ended. */
@Service()
export class RequestsApi {
  private readonly api = inject(Api);

  list(wanted: RequestsList$Params): Promise<RequestRows> {
    return this.api.invoke(requestsList, wanted);
  }
}
