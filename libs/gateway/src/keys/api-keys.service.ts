import { AuditEvent, Clock, EventBus, Hal0Error, Hal0Paths } from '@hal0/platform';
import { SlotsService } from '@hal0/slots';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { asApiKey, fingerprintOf, newKey, type ApiKey } from './api-key.js';
import { readApiKeys, writeApiKeys } from './api-key-file.js';
import type { ApiKeyDto, CreateApiKeyDto, NewApiKeyDto } from './http/api-keys.dto.js';
import { KeyAlreadyExistsError, KeyNotFoundError, KeysUnreadableError } from './keys.errors.js';

/** Last uses are told at once and stored so much later, all in one write. */
const USE_IS_STORED_AFTER_MS = 60_000;

/** The API keys of clients. hal0 keeps fingerprints, so a key is seen once: by whoever makes it. */
@Injectable()
export class ApiKeysService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly file: string;
  private keys: ReadonlyMap<string, ApiKey> = new Map();
  private unreadable: KeysUnreadableError | undefined;
  private cancelStoring: (() => void) | undefined;
  private readonly revocations: (() => void)[] = [];
  /** Writes follow each other, because each is of the whole file. */
  private written: Promise<unknown> = Promise.resolve();

  constructor(
    paths: Hal0Paths,
    private readonly slots: SlotsService,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.file = paths.apiKeys;
  }

  async onModuleInit(): Promise<void> {
    try {
      this.adopt(await readApiKeys(this.file));
    } catch (error) {
      this.logger.error(`No API key is accepted, because ${this.file} cannot be read: ${(error as Error).message}`);
      this.unreadable = new KeysUnreadableError(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.cancelStoring) await this.storeUses();
    await this.written;
  }

  /** The one that `key` is. Takes the same time for a key that is nearly right as for one that is all wrong. */
  find(key: string): ApiKey | undefined {
    return this.keys.get(fingerprintOf(key));
  }

  named(name: string): ApiKey | undefined {
    return [...this.keys.values()].find((key) => key.name === name);
  }

  used(key: ApiKey): void {
    key.lastUsedAt = new Date(this.clock.now()).toISOString();
    this.cancelStoring ??= this.clock.schedule(() => void this.storeUses(), USE_IS_STORED_AFTER_MS);
  }

  /** In the order they were made. @throws KeysUnreadableError */
  list(): ApiKeyDto[] {
    if (this.unreadable) throw this.unreadable;
    return [...this.keys.values()].map(toDto);
  }

  /** @throws KeyAlreadyExistsError, SlotNotFoundError, KeysUnreadableError, StorageFullError */
  create({ name, slots, localOnly }: CreateApiKeyDto): Promise<NewApiKeyDto> {
    return this.change('key.created', name, async () => {
      if (this.named(name)) throw new KeyAlreadyExistsError(name);
      for (const slot of slots ?? []) this.slots.get(slot);
      const key = newKey();
      const createdAt = new Date(this.clock.now()).toISOString();
      const limits = { slots: slots ?? null, localOnly: localOnly ?? false };
      const made = asApiKey({ name, fingerprint: fingerprintOf(key), ...limits, createdAt, lastUsedAt: null });
      await this.store([...this.keys.values(), made]);
      return { ...toDto(made), key };
    });
  }

  /** `told` is called each time a key opens nothing any more. */
  onRevoked(told: () => void): void {
    this.revocations.push(told);
  }

  /** Requests under way go on, but for those without an end; the next is refused. @throws KeyNotFoundError, KeysUnreadableError, StorageFullError */
  revoke(name: string): Promise<void> {
    return this.change('key.revoked', name, async () => {
      const revoked = this.named(name);
      if (!revoked) throw new KeyNotFoundError(name);
      await this.store([...this.keys.values()].filter((key) => key !== revoked));
      for (const told of this.revocations) told();
    });
  }

  private async change<T>(action: string, target: string, work: () => Promise<T>): Promise<T> {
    const changed = this.written.then(() => {
      if (this.unreadable) throw this.unreadable;
      return work();
    });
    this.written = changed.catch(() => undefined);
    const record = { action, target, actor: 'operator' } as const;
    try {
      const result = await changed;
      this.events.publish(new AuditEvent({ ...record, outcome: 'ok' }));
      return result;
    } catch (error) {
      const code = error instanceof Hal0Error ? error.code : 'system.internal';
      this.events.publish(new AuditEvent({ ...record, outcome: 'failed', details: { code } }));
      throw error;
    }
  }

  /** What counts is what is on the disk: a key that could not be stored does not open anything. */
  private async store(keys: readonly ApiKey[]): Promise<void> {
    await writeApiKeys(this.file, keys);
    this.adopt(keys);
  }

  private adopt(keys: readonly ApiKey[]): void {
    this.keys = new Map(keys.map((key) => [key.fingerprint, key]));
  }

  private storeUses(): Promise<unknown> {
    this.cancelStoring?.();
    this.cancelStoring = undefined;
    this.written = this.written
      .then(() => writeApiKeys(this.file, this.keys.values()))
      .catch((error: unknown) => this.logger.warn(`Last uses of keys were not stored: ${(error as Error).message}`));
    return this.written;
  }
}

function toDto({ name, slots, localOnly, createdAt, lastUsedAt }: ApiKey): ApiKeyDto {
  return { name, slots: slots && [...slots], localOnly, createdAt, lastUsedAt };
}
