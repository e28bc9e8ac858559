import { HttpClient, HttpParams } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { RequestRows } from '../core/requests/request-row';

/** Which requests; what is not given lets all through. */
export interface RequestsWanted {
  limit: number;
  /** Continue below this row. */
  before?: number;
  slot?: string | undefined;
  outcome?: string | undefined;
  servedBy?: string | undefined;
  key?: string | undefined;
  q?: string | undefined;
}

/** The requests that have ended. */
@Service()
export class RequestsApi {
  private readonly http = inject(HttpClient);

  list(wanted: RequestsWanted): Promise<RequestRows> {
    const given = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== '');
    const params = new HttpParams({ fromObject: Object.fromEntries(given) });
    return firstValueFrom(this.http.get<RequestRows>('/api/requests', { params }));
  }
}
