import { ConfigStore, UpstreamSettings } from '@hal0/config';
import { Clock, Hal0Error, type AuditActor, type TomlTable } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import type {
  CreateUpstreamDto,
  TryUpstreamDto,
  UpdateUpstreamDto,
  UpstreamFieldsDto,
} from './http/save-upstream.dto.js';
import type { UpstreamDto, UpstreamTrialDto } from './http/upstream.dto.js';
import { addressProblem } from './upstream-address.js';
import { Upstream } from './upstream.js';
import { upstreamView } from './upstream-view.js';
import {
  UpstreamAddressForbiddenError,
  UpstreamAlreadyExistsError,
  UpstreamElsewhereError,
  UpstreamError,
  UpstreamKeyElsewhereError,
} from './upstreams.errors.js';
import { UpstreamsService } from './upstreams.service.js';

/** Fields of the API and their words in hal0.toml. */
const WORDS = {
  url: 'url',
  enabled: 'enabled',
  authStyle: 'auth_style',
  authHeader: 'auth_header',
  keyName: 'auth_value_env',
  timeoutSeconds: 'timeout_seconds',
  concurrency: 'concurrency',
  advertiseModels: 'advertise_models',
  models: 'models',
} as const satisfies Record<keyof UpdateUpstreamDto, keyof UpstreamSettings>;

/** What an upstream that is only tried is called in errors. */
const TRIAL = 'on trial';

/** The upstreams of hal0.toml, as the API shows, changes and tries them. */
@Injectable()
export class UpstreamRecords {
  constructor(
    private readonly store: ConfigStore,
    private readonly upstreams: UpstreamsService,
    private readonly clock: Clock,
  ) {}

  list(): UpstreamDto[] {
    return this.upstreams.all().map(upstreamView);
  }

  /** @throws UpstreamNotFoundError */
  get(name: string): UpstreamDto {
    return upstreamView(this.upstreams.get(name));
  }

  /** @throws UpstreamAlreadyExistsError, UpstreamAddressForbiddenError, ConfigInvalidError, ConfigOverriddenError, UpstreamError */
  async create({ name, ...fields }: CreateUpstreamDto, actor: AuditActor): Promise<UpstreamDto> {
    this.checkAddress(name, fields.url);
    const changes = toWords(fields);
    await this.edit(name, 'upstream.create', actor, changes, (blocks) => {
      if (Object.hasOwn(blocks, name) || this.isKnown(name)) throw new UpstreamAlreadyExistsError(name);
      return { ...blocks, [name]: without(changes) };
    });
    return this.get(name);
  }

  /** @throws UpstreamNotFoundError, UpstreamAddressForbiddenError, ConfigInvalidError, ConfigOverriddenError, UpstreamError */
  async update(name: string, fields: UpdateUpstreamDto, actor: AuditActor): Promise<UpstreamDto> {
    this.upstreams.get(name);
    if (fields.url !== undefined) this.checkAddress(name, fields.url);
    const changes = toWords(fields);
    await this.edit(name, 'upstream.update', actor, changes, (blocks) => {
      const before = blocks[name] as TomlTable | undefined;
      return { ...blocks, [name]: without({ ...before, ...changes }) };
    });
    return this.get(name);
  }

  /** Its key stays among the secrets. @throws UpstreamNotFoundError, UpstreamElsewhereError, UpstreamError */
  async remove(name: string, actor: AuditActor): Promise<void> {
    this.upstreams.get(name);
    await this.edit(name, 'upstream.remove', actor, {}, (blocks) => {
      const { [name]: block, ...others } = blocks;
      if (block === undefined) throw new UpstreamElsewhereError(name);
      return others;
    });
    if (this.isKnown(name)) throw new UpstreamElsewhereError(name);
  }

  /** Asks for its models, whatever is known of them. @throws UpstreamNotFoundError */
  async refresh(name: string): Promise<UpstreamDto> {
    await this.tryOut(this.upstreams.get(name));
    return this.get(name);
  }

  /** The same, and tells how it went. @throws UpstreamNotFoundError */
  test(name: string): Promise<UpstreamTrialDto> {
    return this.tryOut(this.upstreams.get(name));
  }

  /** Asks a provider that is not saved for its models. Never rejects for what the provider does. */
  async testUnsaved({ key, ...fields }: TryUpstreamDto): Promise<UpstreamTrialDto> {
    const words = without({ ...toWords(fields), ...(key === undefined ? {} : { auth_value_env: 'KEY_ON_TRIAL' }) });
    const settings: UpstreamSettings = Object.assign(new UpstreamSettings(), words);
    const { ownPorts } = this.upstreams.surroundings;
    const surroundings = { ownPorts, keyOf: (name: string) => key ?? this.storedKey(name, settings.url) };
    const upstream = new Upstream(TRIAL, settings, this.clock, surroundings, () => undefined);
    try {
      return await this.tryOut(upstream);
    } finally {
      upstream.retire();
    }
  }

  private async tryOut(upstream: Upstream): Promise<UpstreamTrialDto> {
    try {
      await upstream.refresh(this.upstreams.listLimitMs);
    } catch (error) {
      if (!(error instanceof Hal0Error)) throw error;
      return { ok: false, latencyMs: null, models: [], error: error.message };
    }
    const { latencyMs, discovered } = upstream;
    const rounded = latencyMs === null ? null : Math.round(latencyMs);
    return { ok: true, latencyMs: rounded, models: discovered.map((id) => ({ id })), error: null };
  }

  /** Whoever asks for a trial has no right to the stored keys, so none leaves for an address it was not saved for. */
  private storedKey(name: string, url: string): string | undefined {
    const stored = this.upstreams.surroundings.keyOf(name);
    const isItsPlace = this.upstreams
      .all()
      .some(({ settings }) => settings.auth_value_env === name && new URL(settings.url).origin === new URL(url).origin);
    if (stored !== undefined && !isItsPlace) throw new UpstreamKeyElsewhereError(name);
    return stored;
  }

  private checkAddress(name: string, url: string): void {
    const problem = addressProblem(url, this.upstreams.surroundings.ownPorts);
    if (problem) throw new UpstreamAddressForbiddenError(name, problem);
  }

  private async edit(
    name: string,
    action: string,
    actor: AuditActor,
    changes: Words,
    change: (blocks: TomlTable) => TomlTable,
  ): Promise<void> {
    try {
      await this.store.edit({
        ...{ file: 'hal0', action, actor, target: name },
        sets: Object.entries(changes).flatMap(([word, value]) => (value === null ? [] : [`upstreams.${name}.${word}`])),
        change: (table) => ({ ...table, upstreams: change((table['upstreams'] ?? {}) as TomlTable) }),
      });
    } catch (error) {
      throw error instanceof Hal0Error ? error : new UpstreamError(name, error);
    }
    this.upstreams.follow();
  }

  private isKnown(name: string): boolean {
    return Object.hasOwn(this.store.current.settings.upstreams, name);
  }
}

type Words = Readonly<Record<string, unknown>>;

function toWords(fields: UpstreamFieldsDto & { url?: string }): Words {
  return Object.fromEntries(
    Object.entries(WORDS).flatMap(([field, word]): [string, unknown][] => {
      const value = fields[field as keyof UpdateUpstreamDto];
      return value === undefined ? [] : [[word, value]];
    }),
  );
}

function without(words: Words): TomlTable {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null)) as TomlTable;
}
