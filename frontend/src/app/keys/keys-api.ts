import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { apiKeysCreate } from '../../api/fn/keys/api-keys-create';
import { apiKeysList } from '../../api/fn/keys/api-keys-list';
import { apiKeysRevoke } from '../../api/fn/keys/api-keys-revoke';
import { settingsUpdate } from '../../api/fn/settings/settings-update';
import { settingsView } from '../../api/fn/settings/settings-view';
import type { ApiKeyDto, CreateApiKeyDto, NewApiKeyDto } from '../../api/models';

/** `off`: hal0 asks nobody; `inference`: who asks a model; `all`: everybody, the dashboard too. */
export type KeyRequirement = 'off' | 'inference' | 'all';

/** API keys of clients, and whether hal0 asks for them. */
@Service()
export class KeysApi {
  private readonly api = inject(Api);

  list(): Promise<ApiKeyDto[]> {
    return this.api.invoke(apiKeysList);
  }

  create(body: CreateApiKeyDto): Promise<NewApiKeyDto> {
    return this.api.invoke(apiKeysCreate, { body });
  }

  async revoke(name: string): Promise<void> {
    await this.api.invoke(apiKeysRevoke, { name });
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
