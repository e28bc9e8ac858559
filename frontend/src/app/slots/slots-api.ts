import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { capabilitiesView } from '../../api/fn/capabilities/capabilities-view';
import { lemonadeLogLatest } from '../../api/fn/lemonade/lemonade-log-latest';
import { metricsGet } from '../../api/fn/slots/metrics-get';
import { metricsHistory } from '../../api/fn/slots/metrics-history';
import { profilesList } from '../../api/fn/profiles/profiles-list';
import { requestsList } from '../../api/fn/requests/requests-list';
import { slotsQueue } from '../../api/fn/slots/slots-queue';
import type {
  CapabilitiesDto,
  JournalLevel,
  LemonadeLogLineDto,
  MetricsHistoryDto,
  ProfileDto,
  RequestsPageDto,
  SlotMetricsReportDto,
  SlotQueueDto,
} from '../../api/models';

/** The parts of the API that only the slots' own pages need. */
@Service()
export class SlotsApi {
  private readonly api = inject(Api);

  queue(name: string): Promise<SlotQueueDto> {
    return this.api.invoke(slotsQueue, { name });
  }

  metrics(): Promise<SlotMetricsReportDto> {
    return this.api.invoke(metricsGet);
  }

  /** @param window Seconds back from now. */
  history(slot: string, window: number): Promise<MetricsHistoryDto> {
    return this.api.invoke(metricsHistory, { slot, window });
  }

  requests(slot: string, limit: number, before?: number): Promise<RequestsPageDto> {
    return this.api.invoke(requestsList, { slot, limit, ...(before !== undefined && { before }) });
  }

  async log(slot: string, level: JournalLevel, lines: number): Promise<readonly LemonadeLogLineDto[]> {
    return (await this.api.invoke(lemonadeLogLatest, { slot, level, lines })).lines;
  }

  capabilities(): Promise<CapabilitiesDto> {
    return this.api.invoke(capabilitiesView);
  }

  profiles(): Promise<ProfileDto[]> {
    return this.api.invoke(profilesList);
  }
}
