import type { RequestsPageDto } from '@hal0/activity';
import type { UpstreamDto } from '@hal0/dispatcher';
import type { ApplyPlanFieldsDto, RevisionsPageDto, SecretDto } from '@hal0/config';
import type { ApiKeyDto } from '@hal0/gateway';
import type { BundlesDto } from '@hal0/setup';
import type { BackendDto } from '@hal0/lemonade';
import type { ProfileDto, SlotDto } from '@hal0/slots';
import type { CatalogueModelDto, Model, PullDto } from '@hal0/registry';
import { ApiClient } from '../api/api-client.js';
import type { CommandContext } from '../command-context.js';
import { CONFIG_FILES } from '../settings/config-file.js';
import type { Candidate } from './complete-words.js';

/** Nobody waits longer for a Tab. */
const PATIENCE_MS = 800;

type Ask = <T>(path: string) => Promise<T>;

/** The words for each placeholder that the running API knows. */
const WORDS: Record<string, (ask: Ask) => Promise<Candidate[]>> = {
  slot: async (ask) =>
    (await ask<SlotDto[]>('api/slots')).map(({ name, state, model }) =>
      candidate(name, [state, model].filter(Boolean).join(', ')),
    ),
  model: async (ask) => (await ask<Model[]>('api/models')).map(({ id, type }) => candidate(id, type)),
  bundle: async (ask) => (await ask<BundlesDto>('api/bundles')).bundles.map(({ id, name }) => candidate(id, name)),
  source: async (ask) =>
    (await ask<CatalogueModelDto[]>('api/models/catalogue')).map(({ id, description }) => candidate(id, description)),
  pull: async (ask) =>
    (await ask<PullDto[]>('api/pulls')).map(({ id, modelId, state }) => candidate(id, `${modelId}, ${state}`)),
  profile: async (ask) => (await ask<ProfileDto[]>('api/profiles')).map(({ name, source }) => candidate(name, source)),
  backend: async (ask) =>
    (await ask<BackendDto[]>('api/lemonade/backends')).map(({ recipe, backend, state }) =>
      candidate(`${recipe}:${backend}`, state.replaceAll('_', ' ')),
    ),
  secret: async (ask) =>
    (await ask<SecretDto[]>('api/secrets')).map(({ name, set }) => candidate(name, set ? 'set' : 'not set')),
  key: async (ask) => [
    ...CONFIG_FILES.map((name) => candidate(name, 'the file')),
    ...(await ask<ApplyPlanFieldsDto>('api/settings/apply-plan')).fields
      .filter(({ path }) => !path.includes('<'))
      .map(({ path, applies }) => candidate(path, applies === 'immediate' ? 'acts at once' : 'acts after a restart')),
  ],
  upstream: async (ask) => (await ask<UpstreamDto[]>('api/upstreams')).map(({ name, url }) => candidate(name, url)),
  target: async (ask) => {
    const [slots, upstreams] = await Promise.all([ask<SlotDto[]>('api/slots'), ask<UpstreamDto[]>('api/upstreams')]);
    return [
      ...slots.map(({ name, model }) => candidate(name, model ?? 'slot')),
      ...upstreams.flatMap(({ name, models, discovered }) =>
        [...new Set([...models, ...discovered.map(({ id }) => id)])].map((id) => candidate(`${name}/${id}`, name)),
      ),
    ];
  },
  server: async (ask) => [
    candidate('lemonade', 'the slots of this machine'),
    ...(await ask<UpstreamDto[]>('api/upstreams')).map(({ name, url }) => candidate(name, url)),
  ],
  request: async (ask) =>
    (await ask<RequestsPageDto>('api/requests?limit=20')).requests.map(({ id, slot, model, path }) =>
      candidate(id, slot ?? model ?? path),
    ),
  'api-key': async (ask) =>
    (await ask<ApiKeyDto[]>('api/keys')).map(({ name, slots }) => candidate(name, slots?.join(', ') ?? 'all slots')),
  revision: async (ask) =>
    (await ask<RevisionsPageDto>('api/settings/revisions')).revisions
      .filter(({ undoable }) => undoable)
      .map(({ id, changes }) => candidate(String(id), changes.map(({ path }) => path).join(', '))),
};

const FILES = new Set(['file', 'folders']);

/** What the API knows to complete a placeholder with; nothing when it does not answer soon, undefined for files. */
export async function liveWords(context: CommandContext, placeholder: string): Promise<Candidate[] | undefined> {
  if (FILES.has(placeholder)) return undefined;
  const words = WORDS[placeholder];
  if (!words) return [];
  const { url, isRunning, key } = await context.apiAddress();
  if (!isRunning) return [];
  const api = new ApiClient(url, { key });
  try {
    return await words((path) => api.call(path, { signal: AbortSignal.timeout(PATIENCE_MS) }));
  } catch {
    return [];
  } finally {
    api.close();
  }
}

const candidate = (value: string, description: string): Candidate => ({ value, description });
