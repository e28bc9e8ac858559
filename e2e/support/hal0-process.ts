import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Hal0Paths } from '@hal0/platform';
import type { StatusDto } from '@hal0/hal0';
import type { SlotDto } from '@hal0/slots';
import { API_COMMAND, API_ENVIRONMENT } from './api-launch.js';

export const CLONE = join(import.meta.dirname, '../..');
/** One unpacked runtime serves every test, and `./hal0 up` of this clone too. */
export const RUNTIME = process.env['HAL0_LEMONADE_RUNTIME'] ?? new Hal0Paths(join(CLONE, '.hal0')).lemonadeRuntime;
export const DEMO_MODELS = join(CLONE, 'installer/demo/models');

export interface Hal0Options {
  demo?: boolean;
  /** hal0.toml of the scratch home. */
  toml?: string;
  /** capabilities.toml of the scratch home. */
  capabilities?: string;
  /** The first free one by default. */
  port?: number;
  /** Added to the environment of the process. */
  environment?: Readonly<Record<string, string>>;
}

/** The built API as a user starts it: its own process, its own home, real lemond behind it. */
export class Hal0Process {
  readonly home = mkdtempSync(join(tmpdir(), 'hal0-e2e-'));
  readonly paths = new Hal0Paths(this.home);
  output = '';
  url = '';
  private child: ChildProcess | undefined;

  constructor(private readonly options: Hal0Options = {}) {
    for (const [file, text] of [
      [this.paths.hal0Toml, options.toml],
      [this.paths.capabilitiesToml, options.capabilities],
    ] as const) {
      if (text === undefined) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Starts the process and returns at once. */
  spawn(): ChildProcess {
    this.child = spawn(process.execPath, [...API_COMMAND, ...(this.options.demo ? ['--demo'] : [])], {
      cwd: CLONE,
      env: {
        ...API_ENVIRONMENT,
        PATH: process.env['PATH'],
        HOME: this.home,
        HAL0_HOME: this.home,
        HAL0_PORT: String(this.options.port ?? 0),
        HAL0_LEMONADE_RUNTIME: RUNTIME,
        // What V8 has compiled for one start serves the next; a third of the time of a start goes into it.
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        ...this.options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.output += text.toString()));
    }
    return this.child;
  }

  /** Starts, and waits until the runtime is there and, with the demo, its slots are loaded. */
  async start(): Promise<this> {
    this.spawn();
    await this.until(() => this.output.includes('OpenAI     '), 'the last words of the start');
    this.url = (JSON.parse(readFileSync(this.paths.apiRunFile, 'utf8')) as { url: string }).url;
    return this;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Ends the process as a crash would, without a chance to clear up. Its files stay, so that it can be started again. */
  async crash(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.child = undefined;
    this.output = '';
  }

  async exitCode(): Promise<number | null> {
    const child = this.child ?? this.spawn();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
  }

  async slot(name: string): Promise<SlotDto> {
    return (await this.request<SlotDto>('GET', `/api/slots/${name}`)).body;
  }

  async status(): Promise<StatusDto> {
    return (await this.request<StatusDto>('GET', '/api/status')).body;
  }

  /** Every event from now on, as it comes; `stop` closes the stream. */
  async follow(): Promise<{ events: { type: string; data: Record<string, unknown> }[]; stop: () => void }> {
    const controller = new AbortController();
    const response = await fetch(`${this.url}/api/events/stream`, { signal: controller.signal });
    const events: { type: string; data: Record<string, unknown> }[] = [];
    const lines = createInterface({ input: Readable.fromWeb(response.body as ReadableStream) });
    lines.on('line', (line) => {
      if (line.startsWith('data: ')) events.push(JSON.parse(line.slice('data: '.length)) as (typeof events)[number]);
    });
    lines.on('error', () => {});
    return { events, stop: () => controller.abort() };
  }

  /** Polls until `condition` holds. */
  async until(condition: () => boolean | Promise<boolean>, what: string, limitMs = 120_000): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!(await condition())) {
      if (this.child?.exitCode !== null && this.child?.exitCode !== undefined) {
        throw new Error(`hal0 ended while the test waited for ${what}:\n${this.output}`);
      }
      if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms for ${what}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Process ids of everything whose command line names this home. */
  processes(): { pid: number; command: string }[] {
    return listProcesses().filter(({ pid, command }) => pid !== this.child?.pid && command.includes(this.home));
  }
}

function listProcesses(): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return command ? [{ pid: Number(entry), command }] : [];
      } catch {
        return [];
      }
    });
}
