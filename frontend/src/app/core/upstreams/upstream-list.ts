import { inject } from '@angular/core';
import { Api } from '../../../api/api';
import { upstreamsList } from '../../../api/fn/upstreams/upstreams-list';
import type { UpstreamDto } from '../../../api/models';
import type { KeptAnswer } from '../live/kept-answer';
import { liveResource } from '../live/live-resource';
import { THIS_BOX } from '../requests/request-row';

/** Requests may end faster than anybody reads. */
const REREAD_MS = 2000;

/** The providers outside this machine, as they are now. To be called while injecting. */
export function upstreamList(): KeptAnswer<readonly UpstreamDto[]> {
  const api = inject(Api);
  return liveResource<readonly UpstreamDto[]>({
    read: () => api.invoke(upstreamsList),
    told: {
      'upstream.state': (list, { upstream }) => list.map((old) => (old.name === upstream.name ? upstream : old)),
    },
    rereadOn: {
      'config.changed': ({ paths }) => paths.some((path) => path.startsWith('upstreams')),
      'secret.changed': true,
      // How many requests are under way there is not told by itself.
      'requests.finished': ({ requests }) => requests.some(({ servedBy }) => servedBy && servedBy !== THIS_BOX),
    },
    atMostEveryMs: REREAD_MS,
  });
}

/** Ids of the models that it lists, and of those that its settings name beside them. */
export function modelsOf({ discovered, models }: UpstreamDto): readonly string[] {
  return [...new Set([...discovered.map(({ id }) => id), ...models])];
}
