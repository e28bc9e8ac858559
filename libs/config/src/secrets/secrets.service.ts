import {
  AuditEvent,
  fileFacts,
  Hal0Error,
  parseEnvFile,
  readTextFile,
  writeEnvFile,
  type AuditActor,
  type EventBus,
  type Hal0Paths,
} from '@hal0/platform';
import { Logger } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { SecretChangedEvent } from '../events/secret-changed.event.js';
import type { SecretDto } from '../http/secrets.dto.js';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import type { ConfigLock } from '../store/config-lock.js';
import type { ConfigStore } from '../store/config-store.js';
import { firstUnclearLine } from './env-lines.js';
import { checkSecretName, isSecretVariable } from './secret-name.js';
import { checkSecretValue } from './secret-value.js';
import { SecretWriteFailedError } from './secrets.errors.js';

/** The same for every secret, so that it tells nothing. */
const MASK = '••••••••';
/** Of use to hal0 whatever is configured: models of Hugging Face that ask for a login. */
const WELL_KNOWN = ['HF_TOKEN'];
const HEADER = `Secrets of hal0, also read by its service when it starts. Set them on the dashboard or with PUT /api/secrets/NAME.
hal0 writes this file anew at each change: variables are kept and sorted, values quoted, comments dropped.`;

export interface SecretsOptions {
  paths: Hal0Paths;
  environment: ConfigEnvironment;
}

/** Keys and tokens for the world outside. They stand in api.env (0600) and leave it only towards whom they are meant for. */
export class SecretsService {
  private readonly logger = new Logger(SecretsService.name);
  private readonly file: string;
  private known: ReadonlyMap<string, string> | undefined;
  /** Gone from the file, while the process environment still has what the service was started with. */
  private readonly removed = new Set<string>();

  constructor(
    private readonly options: SecretsOptions,
    private readonly lock: ConfigLock,
    private readonly store: ConfigStore,
    private readonly events: Pick<EventBus, 'publish'>,
  ) {
    this.file = options.paths.apiEnv;
  }

  /** The value in force now: of api.env, else of the process environment. Cheap; ask again rather than keep it. */
  get(name: string): string | undefined {
    if (this.values.has(name)) return this.values.get(name);
    return this.removed.has(name) ? undefined : this.options.environment[name];
  }

  /** Those that are set, and those that something configured would use. */
  async list(): Promise<SecretDto[]> {
    const facts = await fileFacts(this.file);
    const inFile = [...this.values.keys()].filter(isSecretVariable);
    const names = new Set([...WELL_KNOWN, ...this.ofUpstreams(), ...inFile]);
    return [...names].sort().map((name) => {
      const set = this.get(name) !== undefined;
      const updatedAt = this.values.has(name) && facts ? new Date(facts.modifiedMs).toISOString() : null;
      return { name, set, masked: set ? MASK : null, updatedAt };
    });
  }

  /** @throws SecretNameInvalidError, SecretNameReservedError, SecretValueInvalidError, SecretWriteFailedError, StorageFullError, FileLockedError */
  async set(name: string, value: string, actor: AuditActor): Promise<void> {
    checkSecretName(name);
    checkSecretValue(name, value);
    await this.change('secret.set', name, actor, (values) => values.set(name, value));
  }

  /** One that is not there is a success. Throws as {@link set} does. */
  async remove(name: string, actor: AuditActor): Promise<void> {
    checkSecretName(name);
    await this.change('secret.remove', name, actor, (values) => values.delete(name));
  }

  /** Reads the file again, after it has been edited by hand. */
  reload(): void {
    this.adopt(this.read());
  }

  private async change(
    action: string,
    name: string,
    actor: AuditActor,
    apply: (values: Map<string, string>) => void,
  ): Promise<void> {
    const record = { action, target: name, actor };
    try {
      await this.lock.run(() => this.write(name, apply));
    } catch (error) {
      const failure =
        error instanceof Hal0Error
          ? error
          : new SecretWriteFailedError(name, this.file, (error as Error).message, error);
      const details = { code: failure.code, error: failure.message };
      this.events.publish(new AuditEvent({ ...record, outcome: 'failed', details }));
      throw failure;
    }
    this.events.publish(new SecretChangedEvent(name));
    this.events.publish(new AuditEvent({ ...record, outcome: 'ok' }));
  }

  private async write(name: string, apply: (values: Map<string, string>) => void): Promise<void> {
    const text = (await readTextFile(this.file)) ?? '';
    const unclear = firstUnclearLine(text);
    if (unclear !== undefined) {
      const reason = `line ${unclear} is not a plain NAME=value, and writing the file anew would lose it`;
      throw new SecretWriteFailedError(name, this.file, reason);
    }
    const before = parseEnvFile(text);
    const values = new Map(before);
    apply(values);
    if (values.get(name) !== before.get(name)) {
      await writeEnvFile(this.file, values, { header: HEADER, mode: 0o600 });
    }
    this.adopt(values);
    if (!values.has(name)) this.removed.add(name);
  }

  /** Read when it is first needed. */
  private get values(): ReadonlyMap<string, string> {
    return (this.known ??= this.read());
  }

  private adopt(values: ReadonlyMap<string, string>): void {
    for (const name of this.values.keys()) this.removed.add(name);
    for (const name of values.keys()) this.removed.delete(name);
    this.known = values;
  }

  private read(): ReadonlyMap<string, string> {
    try {
      return parseEnvFile(readFileSync(this.file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        // The service manager, which may read it, has put the variables into the environment.
        this.logger.warn(`Secrets cannot be read: ${(error as Error).message}`);
      }
      return new Map();
    }
  }

  private ofUpstreams(): string[] {
    const { upstreams } = this.store.current.settings;
    return Object.values(upstreams).flatMap(({ auth_value_env: name }) => (name ? [name] : []));
  }
}
