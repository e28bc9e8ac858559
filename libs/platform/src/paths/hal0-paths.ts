import { hostname } from 'node:os';
import { join } from 'node:path';

/** Slot, agent and job names; checked before a name becomes part of a path. */
export const SAFE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

const FHS_ROOTS = {
  code: '/usr/lib/hal0/current',
  config: '/etc/hal0',
  state: '/var/lib/hal0',
  logs: '/var/log/hal0',
} as const;

/**
 * The one resolver every hal0 path flows through. Four roots are the whole story; `home` (HAL0_HOME)
 * relocates all four under one prefix. Source: seeds, "Paths & files".
 */
export class Hal0Paths {
  readonly code: string;
  readonly config: string;
  readonly state: string;
  readonly logs: string;

  constructor(readonly home?: string) {
    this.code = home ? join(home, 'usr-lib/hal0/current') : FHS_ROOTS.code;
    this.config = home ? join(home, 'etc/hal0') : FHS_ROOTS.config;
    this.state = home ? join(home, 'var-lib/hal0') : FHS_ROOTS.state;
    this.logs = home ? join(home, 'var-log/hal0') : FHS_ROOTS.logs;
  }

  get hal0Toml(): string {
    return join(this.config, 'hal0.toml');
  }

  /** The slot record, and the only slot file hal0 writes. */
  get capabilitiesToml(): string {
    return join(this.config, 'capabilities.toml');
  }

  get models(): string {
    return join(this.state, 'models');
  }

  get registryDatabase(): string {
    return join(this.state, 'registry/registry.db');
  }

  get activityDatabase(): string {
    return join(this.state, 'activity.db');
  }

  /** lemond's cache, configuration, keys and pid. */
  get lemonade(): string {
    return join(this.state, 'lemonade');
  }

  /** Where a runtime that hal0 fetched itself is unpacked. */
  get lemonadeRuntime(): string {
    return join(this.lemonade, 'runtime');
  }

  /** Process id and address of the running API, for `hal0 down` and the command line. */
  get apiRunFile(): string {
    return join(this.state, 'api.json');
  }

  /** @throws RangeError when `name` does not match {@link SAFE_NAME}. */
  slotDirectory(name: string): string {
    if (!SAFE_NAME.test(name)) throw new RangeError(`"${name}" is not a slot name`);
    return join(this.state, 'slots', name);
  }

  slotState(name: string): string {
    return join(this.slotDirectory(name), 'state.json');
  }
}

/** The name other machines on the network know this box by. */
export const ownHostname = (): string => hostname().toLowerCase();
