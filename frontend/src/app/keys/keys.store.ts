import { Service, inject } from '@angular/core';
import type { ApiKeyDto } from '../../api/models';
import { liveResource } from '../core/live/live-resource';
import { KeysApi, type KeyRequirement } from './keys-api';

/** Requests may end faster than anybody reads. */
const REREAD_MS = 2000;

/** The keys there are and who has to have one, as it is now, whoever changes it. */
@Service({ autoProvided: false })
export class KeysStore {
  private readonly api = inject(KeysApi);

  readonly keys = liveResource<readonly ApiKeyDto[]>({
    read: () => this.api.list(),
    rereadOn: {
      audit: ({ record }) => record.action.startsWith('key.') && record.outcome === 'ok',
      // The stream tells that a key was used, and keeps to itself which.
      'requests.finished': ({ requests }) => requests.some(({ key }) => key !== null),
    },
    atMostEveryMs: REREAD_MS,
  });
  readonly requirement = liveResource<KeyRequirement>({
    read: () => this.api.requirement(),
    rereadOn: { 'config.changed': ({ paths }) => paths.includes('api.require_key') },
  });
}
