import type { Clock, Hal0Paths, HttpPools, Processes } from '@hal0/platform';
import { randomBytes } from 'node:crypto';
import type { LemonadeFolders } from '../config/lemonade-folders.js';
import type { LemonadeOptions } from '../lemonade.options.js';
import { ModelRegistrar } from '../registration/model-registrar.js';
import { DebianRuntimeFetcher } from '../runtime/debian/debian-runtime-fetcher.js';
import { readProvenPackages } from '../runtime/debian/proven-packages.js';
import { FolderLock } from '../runtime/folder-lock.js';
import { RuntimeLocator } from '../runtime/runtime-locator.js';
import { LemondLauncher } from '../supervisor/lemond-launcher.js';
import { LemondLeftover } from '../supervisor/lemond-leftover.js';
import { RecentLog } from '../supervisor/recent-log.js';
import { ExternalLemond } from './external-lemond.js';
import type { LemonadeConnection } from './lemonade-connection.js';
import { SupervisedLemond } from './supervised-lemond.js';

const LOG_CAPACITY = 2_000;
const APT_FOLDER = '/etc/apt';
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The connection that the options ask for, on this machine. */
export function createConnection(
  options: LemonadeOptions,
  paths: Hal0Paths,
  folders: LemonadeFolders,
  processes: Processes,
  pools: HttpPools,
  clock: Clock,
): LemonadeConnection {
  if (options.url !== null) return new ExternalLemond(pools, clock, options.url);
  const recent = new RecentLog(LOG_CAPACITY);
  const registrar = new ModelRegistrar(folders.userModelsFile);
  const leftover = new LemondLeftover(processes, clock, folders.processFile, folders.cache);
  const launcher = new LemondLauncher(processes, pools, clock, folders, leftover, registrar, recent, {
    port: options.port,
    modelStore: options.modelStore,
    threads: options.threads,
    environment: options.environment,
    random: () => randomBytes(24).toString('base64url'),
  });
  return new SupervisedLemond(createLocator(options, paths, processes, clock), launcher, registrar, recent, clock);
}

function createLocator(options: LemonadeOptions, paths: Hal0Paths, processes: Processes, clock: Clock): RuntimeLocator {
  const path = options.environment['PATH'];
  const fetcher = new DebianRuntimeFetcher(processes, new FolderLock(processes, clock, process.pid), {
    host: { platform: process.platform, architecture: process.arch, path },
    environment: options.environment,
    maxIndexAgeDays: options.maxDebianIndexAgeDays,
    proven: readProvenPackages(),
    aptFolder: APT_FOLDER,
    keyring: DEBIAN_KEYRING,
  });
  const folder = options.runtimeFolder ?? paths.lemonadeRuntime;
  return new RuntimeLocator({ path, folder, folderIsConfigured: options.runtimeFolder !== null }, fetcher);
}
