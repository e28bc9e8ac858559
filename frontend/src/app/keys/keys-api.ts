import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../api/api';
import { settingsUpdate, settingsView } from '../../api/functions';

/** An API key, without the key itself. */
export interface ApiKey {
  name: string;
  /** Slots it may use; null for all. */
  slots: string[] | null;
  /** Nothing of its requests leaves this box. */
  localOnly: boolean;
  /** ISO 8601. */
  createdAt: string;
  lastUsedAt: string | null;
}

/** One that was just made: the only time its key is told. */
export interface NewApiKey extends ApiKey {
  key: string;
}

export type NewKey = Pick<ApiKey, 'name' | 'slots' | 'localOnly'>;

/** `off`: hal0 asks nobody; `inference`: who asks a model; `all`: everybody, the dashboard too. */
export type KeyRequirement = 'off' | 'inference' | 'all';

/** API keys of clients, and whether hal0 asks for them. */
@Service()
export class KeysApi {
  private readonly http = inject(HttpClient);
  private readonly api = inject(Api);

  list(): Promise<ApiKey[]> {
    return firstValueFrom(this.http.get<ApiKey[]>('/api/keys'));
  }

  create(body: NewKey): Promise<NewApiKey> {
    return firstValueFrom(this.http.post<NewApiKey>('/api/keys', body));
  }

  async revoke(name: string): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/keys/${encodeURIComponent(name)}`));
  }

  async requirement(): Promise<KeyRequirement> {
    const { settings } = await this.api.invoke(settingsView);
    const { require_key = 'off' } = (settings['api'] ?? {}) as { require_key?: KeyRequirement };
    return require_key;
  }

  async require(requirement: KeyRequirement): Promise<void> {
    await this.api.invoke(settingsUpdate, { body: { api: { require_key: requirement } } });
  }
}
