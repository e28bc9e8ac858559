import { HAL0_VERSION } from '@hal0/hal0';
import { LemonadeStateEvent, type LemonadeStatus } from '@hal0/lemonade';
import { EventBus, Hal0Paths } from '@hal0/platform';
import { FirstRun } from '@hal0/setup';
import { isComing, SlotsService, SlotStateEvent } from '@hal0/slots';
import type { INestApplicationContext } from '@nestjs/common';

const STEP_INTERVAL_MS = 2_000;

/** Tells the person at the terminal how the start goes, and ends with what to do next. */
export class StartupConsole {
  private readonly startedAt = performance.now();
  private lastLine = '';
  private lastAt = -Infinity;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly url: string,
    private readonly print: (line: string) => void,
    /** Whether other machines get through to it. */
    private readonly isReachable: boolean,
  ) {}

  /** Follows the events until `ready` is called. */
  start(): () => void {
    return this.app.get(EventBus).observe((event) => {
      if (event instanceof LemonadeStateEvent) this.tell(describeRuntime(event.status), event.status.progress !== null);
      if (event instanceof SlotStateEvent) this.tell(`slot ${event.name} is ${event.to}`, isComing(event.to));
    });
  }

  /** The last words: addresses, and a line that works. */
  ready(status: LemonadeStatus): void {
    const { url } = this;
    const serving = this.app
      .get(SlotsService)
      .all()
      .find(({ record }) => record.enabled && record.model && record.type === 'llm');
    this.print('');
    this.print(
      status.phase === 'running'
        ? `hal0 ${HAL0_VERSION} is ready.`
        : `hal0 ${HAL0_VERSION} is up without its runtime: ${status.message ?? status.phase}`,
    );
    this.print(`  Dashboard  ${url}/`);
    this.print(`  OpenAI     ${url}/v1`);
    this.print(`  API docs   ${url}/docs`);
    this.print('');
    if (serving) {
      this.print('Try it:');
      this.print(
        `  curl -N ${url}/v1/chat/completions -H 'content-type: application/json' -d '{"model":"${serving.name}","stream":true,"messages":[{"role":"user","content":"Hello, who are you?"}]}'`,
      );
    } else {
      this.print('No slot has a model yet. Choose what suits this box, on the dashboard or with: ./hal0 setup');
      this.print('For a toy to try things with, nothing downloaded: ./hal0 bundle apply hal0-demo');
    }
    if (this.isReachable && this.app.get(FirstRun).asksForCode) {
      const { firstRunLock } = this.app.get(Hal0Paths);
      this.print(`To set this box up from another machine, its code is asked for: ${firstRunLock} holds it.`);
    }
    this.print('');
  }

  /** A step on the way to somewhere is told now and then; everything else always. */
  private tell(line: string, isStep = false): void {
    const now = performance.now();
    if (line === this.lastLine || (isStep && now - this.lastAt < STEP_INTERVAL_MS)) return;
    this.lastLine = line;
    this.lastAt = now;
    const seconds = ((now - this.startedAt) / 1_000).toFixed(1);
    this.print(`[${seconds.padStart(6)} s] ${line}`);
  }
}

function describeRuntime({ phase, message, progress, version }: LemonadeStatus): string {
  if (phase === 'running') return `runtime: Lemonade ${version ?? ''} is running`;
  const percent = progress === null ? '' : ` (${Math.round(progress * 100)} %)`;
  return `runtime: ${message ?? phase}${percent}`;
}
