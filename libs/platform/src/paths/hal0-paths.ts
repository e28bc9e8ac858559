import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

/** Slot, agent and job names; checked before a name becomes part of a path. */
export const SAFE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

const FHS_ROOTS = {
  code: '/usr/lib/hal0/current',
  config: '/etc/hal0',
  state: '/var/lib/hal0',
  logs: '/var/log/hal0',
} as const;

/** Roots that `[paths]` of hal0.toml moves; absolute. */
export interface RootOverrides {
  state?: string | undefined;
  logs?: string | undefined;
}

/**
 * The one resolver every hal0 path flows through. Four roots are the whole story; `home` (HAL0_HOME)
 * relocates all four under one prefix, `[paths]` moves single ones. Source: seeds, "Paths & files".
 */
export class Hal0Paths {
  readonly home: string | undefined;
  readonly code: string;
  readonly config: string;
  readonly state: string;
  readonly logs: string;

  /** @param home prefix of all four roots; one of only white space counts as none */
  constructor(home?: string, { state, logs }: RootOverrides = {}) {
    this.home = home?.trim() ? resolve(home) : undefined;
    const root = (underHome: string, fhs: string) => (this.home ? join(this.home, underHome) : fhs);
    this.code = root('usr-lib/hal0/current', FHS_ROOTS.code);
    this.config = root('etc/hal0', FHS_ROOTS.config);
    this.state = state || root('var-lib/hal0', FHS_ROOTS.state);
    this.logs = logs || root('var-log/hal0', FHS_ROOTS.logs);
  }

  /** The same home with other roots. */
  withRoots(roots: RootOverrides): Hal0Paths {
    return new Hal0Paths(this.home, roots);
  }

  get hal0Toml(): string {
    return join(this.config, 'hal0.toml');
  }

  /** Drop-ins: `*.toml`, merged in lexical order over hal0.toml. */
  get dropIns(): string {
    return join(this.config, 'conf.d');
  }

  /** The slot record, and the only slot file hal0 writes. */
  get capabilitiesToml(): string {
    return join(this.config, 'capabilities.toml');
  }

  /** A person's slot files, `<name>.toml`; hal0 reads them and never writes there. */
  get slotFiles(): string {
    return join(this.config, 'slots');
  }

  get profilesToml(): string {
    return join(this.config, 'profiles.toml');
  }

  /** Secrets for upstreams and hubs; mode 0600, also the EnvironmentFile of the installed unit. */
  get apiEnv(): string {
    return join(this.config, 'api.env');
  }

  get hardwareJson(): string {
    return join(this.config, 'hardware.json');
  }

  /** Address and token of the Proxmox host; mode 0600. */
  get proxmoxJson(): string {
    return join(this.config, 'proxmox.json');
  }

  get manifestJson(): string {
    return join(this.config, 'manifest.json');
  }

  get openwebuiEnv(): string {
    return join(this.config, 'openwebui.env');
  }

  get openwebui(): string {
    return join(this.state, 'openwebui');
  }

  /** Held while a configuration file is read, changed and written; beside the files, as `[paths]` moves the other roots. */
  get configLock(): string {
    return join(this.config, '.lock');
  }

  /** Where models are kept when neither HAL0_MODEL_STORE nor `[models].store` names a place. */
  get models(): string {
    return join(this.state, 'models');
  }

  get registryDatabase(): string {
    return join(this.state, 'registry/registry.db');
  }

  get registryToml(): string {
    return join(this.state, 'registry/registry.toml');
  }

  /** Fingerprints of the API keys that clients use; mode 0600. */
  get apiKeys(): string {
    return join(this.state, 'api-keys.json');
  }

  get activityDatabase(): string {
    return join(this.state, 'activity.db');
  }

  /** Uploads that are too large to be held in memory, while their request lasts. */
  get uploads(): string {
    return join(this.state, 'cache/uploads');
  }

  /** Pictures that clients were given an address of. */
  get cachedImages(): string {
    return join(this.state, 'cache/images');
  }

  /** lemond's cache, configuration, keys and pid. */
  get lemonade(): string {
    return join(this.state, 'lemonade');
  }

  /** Where a runtime that hal0 fetched itself is unpacked. */
  get lemonadeRuntime(): string {
    return join(this.lemonade, 'runtime');
  }

  /** Process id and address of the running API. Not moved by `[paths]`: it is found without reading the configuration. */
  get apiRunFile(): string {
    return join(this.unmovedState, 'api.json');
  }

  /** Held by the API for as long as it runs: two with the same files would end each other's runtime. */
  get apiLock(): string {
    return join(this.unmovedState, 'api.lock');
  }

  /** What lets the command line in on this machine whatever keys are asked for; mode 0600. Not moved, as the run file. */
  get operatorToken(): string {
    return join(this.unmovedState, 'operator.token');
  }

  private get unmovedState(): string {
    return this.home ? join(this.home, 'var-lib/hal0') : FHS_ROOTS.state;
  }

  get firstRunDone(): string {
    return join(this.state, '.first_run_done');
  }

  /** Holds the single-use code of the first run; mode 0600. */
  get firstRunLock(): string {
    return join(this.state, '.first-run.lock');
  }

  get bundleChosen(): string {
    return join(this.state, '.bundle-chosen');
  }

  /** Manifests of bundles that a person brought, `<id>.json`. */
  get bundles(): string {
    return join(this.state, 'bundles');
  }

  /** How far the last application of a bundle got. */
  get bundleRun(): string {
    return join(this.state, 'bundle-run.json');
  }

  /** @throws RangeError when `name` does not match {@link SAFE_NAME}. */
  slotFile(name: string): string {
    return join(this.slotFiles, `${safe(name)}.toml`);
  }

  /** @throws RangeError when `name` does not match {@link SAFE_NAME}. */
  slotDirectory(name: string): string {
    return join(this.state, 'slots', safe(name));
  }

  slotState(name: string): string {
    return join(this.slotDirectory(name), 'state.json');
  }

  /** @throws RangeError when `name` does not match {@link SAFE_NAME}. */
  agentToml(name: string): string {
    return join(this.config, 'agents', `${safe(name)}.toml`);
  }

  /** The part of the file system that an agent may use. */
  agentWorkspace(name: string): string {
    return join(this.state, 'agents', safe(name), 'workspace');
  }
}

function safe(name: string): string {
  if (!SAFE_NAME.test(name)) throw new RangeError(`"${name}" is not a slot or agent name`);
  return name;
}

/** The name other machines on the network know this box by. */
export const ownHostname = (): string => hostname().toLowerCase();
