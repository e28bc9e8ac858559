import {
  ensureFolder,
  readTextFile,
  removeTree,
  StorageFullError,
  writeFileAtomic,
  sha256OfFile,
  type ProcessOutcome,
  type Processes,
} from '@hal0/platform';
import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LemonadeFetchFailedError } from '../../lemonade.errors.js';
import type { FolderLock } from '../folder-lock.js';
import { isExecutableFile } from '../find-on-path.js';
import { explainAptFailure } from './apt-failure.js';
import { createAptSandbox } from './apt-sandbox.js';
import { findDebianArchive } from './apt-sources.js';
import { findUnproven, parseDownloadPlan, provenChecksum, type PlannedPackage } from './download-plan.js';
import { archiveMissing, assertHostCanUnpack, keyringMissing, type Host } from './host-requirements.js';
import { checkLibraries, writeLaunchers } from './launchers.js';
import { switchTree, unpackPackages } from './package-unpacker.js';
import type { ProvenPackages } from './proven-packages.js';

const REQUESTED = ['lemonade-server', 'llama.cpp-tools', 'whisper.cpp-tools'] as const;
const NEEDED_BYTES = 600 * 1024 * 1024;
/** Number of the tree's layout; a tree of another number is made anew. */
const LAYOUT = 1;
/** Shares of the whole way, for the progress that is told: the index, the packages, unpacking them. */
const INDEX_SHARE = 0.15;
const DOWNLOAD_SHARE = 0.6;

export interface DebianFetcherOptions {
  host: Host;
  environment: NodeJS.ProcessEnv;
  maxIndexAgeDays: number;
  proven: ProvenPackages;
  /** apt's source files and Debian's keyring on this machine. */
  aptFolder: string;
  keyring: string;
}

export interface FetchReport {
  progress(message: string, fraction: number): void;
  warning(message: string): void;
}

/** Makes a runtime of Debian's signed packages: resolved by apt, only unpacked, never installed. Needs no root. */
export class DebianRuntimeFetcher {
  constructor(
    private readonly processes: Processes,
    private readonly lock: FolderLock,
    private readonly options: DebianFetcherOptions,
  ) {}

  /** Whether a finished tree of the present layout is there. */
  async isComplete(tree: string): Promise<boolean> {
    const stamp = await readTextFile(join(tree, 'runtime.json'));
    if (!stamp || !isExecutableFile(join(tree, 'bin/lemond'))) return false;
    return (JSON.parse(stamp) as { layout?: number }).layout === LAYOUT;
  }

  /**
   * Leaves a runtime at `tree`.
   * @throws LemonadeRuntimeMissingError when this machine cannot have one so; LemonadeFetchFailedError when it did not
   * work this time; StorageFullError; the signal's reason.
   */
  async fetch(tree: string, signal: AbortSignal, report: FetchReport): Promise<void> {
    assertHostCanUnpack(this.options.host);
    const archive = await this.findArchive();
    if ((await readTextFile(this.options.keyring).catch(() => undefined)) === undefined)
      throw keyringMissing(this.options.keyring);
    const waiting = () => report.progress('waiting for another hal0 that fetches the same runtime', 0);
    await this.lock.hold(`${tree}.lock`, signal, waiting, async () => {
      if (await this.isComplete(tree)) return;
      const work = `${tree}.new`;
      try {
        await this.make(tree, work, archive, signal, report);
      } finally {
        await removeTree(work);
      }
    });
  }

  private async make(
    tree: string,
    work: string,
    archive: string,
    signal: AbortSignal,
    report: FetchReport,
  ): Promise<void> {
    await removeTree(work);
    await ensureFolder(join(work, 'tree'));
    await assertSpace(work);
    const { proven, maxIndexAgeDays, keyring } = this.options;
    const sandbox = await createAptSandbox({ folder: join(work, 'apt'), archive, keyring, maxIndexAgeDays, proven });
    const env = this.toolEnvironment(sandbox.configuration);
    const apt = (args: string[], onLine?: (line: string) => void) => this.apt(args, { work, env, signal, onLine });

    report.progress('reading the index of the Debian archive', 0);
    await apt(['-q', '-o', 'APT::Update::Error-Mode=any', 'update']);
    const { stdout } = await apt(['-qq', '-y', '--print-uris', 'install', ...REQUESTED]);
    const plan = parseDownloadPlan(stdout);
    this.warnOfUnproven(plan, report);
    await apt(['-q', '-y', '--download-only', 'install', ...REQUESTED], (line) => {
      const [, number] = /^Get:(\d+) /.exec(line) ?? [];
      if (!number) return;
      report.progress(
        `downloading ${number} of ${plan.length} packages`,
        INDEX_SHARE + DOWNLOAD_SHARE * (Number(number) / plan.length),
      );
    });
    await verifyChecksums(sandbox.packages, plan, proven);

    const fresh = join(work, 'tree');
    const unpacking = INDEX_SHARE + DOWNLOAD_SHARE;
    await unpackPackages(
      { folder: sandbox.packages, tree: fresh, processes: this.processes, env, signal },
      (done, total) =>
        report.progress(`unpacking ${done + 1} of ${total} packages`, unpacking + (1 - unpacking) * (done / total)),
    );
    await writeLaunchers(fresh);
    await checkLibraries(fresh, this.processes);
    const stamp = {
      layout: LAYOUT,
      suite: proven.suite,
      packages: plan.map(({ name, version }) => ({ name, version })),
    };
    await writeFileAtomic(join(fresh, 'runtime.json'), `${JSON.stringify(stamp, null, 2)}\n`);
    await switchTree(fresh, tree);
  }

  private warnOfUnproven(plan: readonly PlannedPackage[], report: FetchReport): void {
    const unproven = findUnproven(plan, this.options.proven.packages);
    if (!unproven.length) return;
    report.warning(
      `The Debian archive no longer has ${unproven.length} of the ${plan.length} package versions that hal0 was proven with; its current ones are used: ${unproven.join(', ')}`,
    );
  }

  private async apt(
    args: string[],
    {
      work,
      env,
      signal,
      onLine,
    }: { work: string; env: NodeJS.ProcessEnv; signal: AbortSignal; onLine?: (line: string) => void },
  ): Promise<ProcessOutcome> {
    const outcome = await this.processes.run({ command: 'apt-get', args, env, signal, onLine });
    if (outcome.code === 0) return outcome;
    throw explainAptFailure(`${outcome.stdout}\n${outcome.stderr}`, {
      folder: work,
      maxIndexAgeDays: this.options.maxIndexAgeDays,
    });
  }

  private async findArchive(): Promise<string> {
    const folder = join(this.options.aptFolder, 'sources.list.d');
    const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(sources|list)$/.test(name)).sort();
    const paths = [...names.map((name) => join(folder, name)), join(this.options.aptFolder, 'sources.list')];
    const files = await Promise.all(paths.map(async (name) => ({ name, text: (await readTextFile(name)) ?? '' })));
    const archive = findDebianArchive(files);
    if (!archive) throw archiveMissing();
    return archive;
  }

  private toolEnvironment(aptConfiguration: string): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', APT_CONFIG: aptConfiguration };
    for (const name of [
      'PATH',
      'HOME',
      'TMPDIR',
      'http_proxy',
      'https_proxy',
      'no_proxy',
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'NO_PROXY',
    ]) {
      const value = this.options.environment[name];
      if (value !== undefined) env[name] = value;
    }
    return env;
  }
}

/** apt has checked what the archive signed; this checks that it is what was proven, where versions are the same. */
async function verifyChecksums(folder: string, plan: readonly PlannedPackage[], proven: ProvenPackages): Promise<void> {
  for (const planned of plan) {
    const expected = provenChecksum(planned, proven.packages);
    if (expected === undefined || (await sha256OfFile(join(folder, planned.fileName))) === expected) continue;
    throw new LemonadeFetchFailedError(
      `Package ${planned.name} ${planned.version} is not the file that hal0 was proven with, although its version is the same. It was not used.`,
    );
  }
}

async function assertSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new StorageFullError(folder, new Error(`${NEEDED_BYTES} bytes are needed, ${bavail * bsize} are free`));
}
