import { Component, computed, inject, input, signal } from '@angular/core';
import type { HardwareDto, HardwareStatsDto, NpuStatus } from '../../api/models';
import { pollWhileVisible } from '../core/poll-while-visible';
import { describeAge } from '../ui/age';
import { measureMib } from '../ui/bytes';
import { Clock } from '../ui/clock';
import { Figure } from '../ui/figure';
import { Meter } from '../ui/meter';
import { HardwareApi } from './hardware-api';

const EVERY_MS = 2000;
/** Older than this is not "now" any more. */
const STALE_MS = 6000;

const NPU_WORDS: Readonly<Record<NpuStatus, string | null>> = {
  absent: null,
  suspended: 'asleep',
  active: 'active',
  present: 'present',
};

interface Counter {
  label: string;
  value: string | null;
  unit?: string;
  hint: string;
  /** Share of a whole, for the bar under it. */
  part: number | null;
  of: number;
}

/** What the box is doing, every two seconds while somebody looks. */
@Component({
  selector: 'h0-live-counters',
  imports: [Figure, Meter],
  templateUrl: './live-counters.html',
  styleUrl: './live-counters.css',
  host: { role: 'region', 'aria-label': 'Now', '[attr.data-stale]': 'stale() ? "" : null' },
})
export class LiveCounters {
  readonly report = input.required<HardwareDto>();

  private readonly api = inject(HardwareApi);
  private readonly now = inject(Clock).now;
  private readonly sample = signal<HardwareStatsDto | null>(null);
  /** By the clock of this browser; the box may go by another. */
  private readonly heardAt = signal<number | null>(null);
  private readonly failing = signal(false);

  private readonly ageMs = computed(() => Math.max(0, this.now() - (this.heardAt() ?? this.now())));
  protected readonly stale = computed(() => this.failing() || this.ageMs() > STALE_MS);
  protected readonly freshness = computed(() => {
    if (this.heardAt() === null) return this.failing() ? 'no figures: hal0 does not answer' : 'measuring';
    return this.stale() ? `${describeAge(this.ageMs())} old` : 'live';
  });

  protected readonly counters = computed<readonly Counter[]>(() => {
    const now = this.sample();
    const { ramTotalMib, gttTotalMib, vramTotalMib, gpus, npu } = this.report();
    return [
      percent('CPU', now?.cpuPercent, 'Of all processors together'),
      memory('Memory used', now?.ramUsedMib, ramTotalMib, 'Main memory that programs hold'),
      ...(gpus.length > 0 ? [percent('GPU', now?.gpuUtilPercent, 'Of the busiest GPU')] : []),
      ...(vramTotalMib > 0 ? [memory('VRAM used', now?.vramUsedMib, vramTotalMib, 'Memory of the cards in use')] : []),
      ...(gttTotalMib > 0
        ? [memory('GTT used', now?.gttUsedMib, gttTotalMib, 'Main memory that the GPU has mapped')]
        : []),
      ...(npu.present ? [word('NPU', now?.npuStatus, 'What the NPU does')] : []),
    ];
  });

  constructor() {
    pollWhileVisible(EVERY_MS, async () => {
      try {
        this.sample.set(await this.api.live());
        this.heardAt.set(Date.now());
        this.failing.set(false);
      } catch {
        this.failing.set(true);
      }
    });
  }
}

function percent(label: string, share: number | null | undefined, hint: string): Counter {
  const known = share ?? null;
  return { label, value: known === null ? null : String(Math.round(known)), unit: '%', hint, part: known, of: 100 };
}

function memory(label: string, mib: number | null | undefined, of: number, hint: string): Counter {
  const total = measureMib(of);
  return { label, ...measureMib(mib ?? null), hint: `${hint}, of ${total.value} ${total.unit}`, part: mib ?? null, of };
}

function word(label: string, status: NpuStatus | null | undefined, hint: string): Counter {
  return { label, value: status ? NPU_WORDS[status] : null, hint, part: null, of: 1 };
}
