import { Component, computed, inject } from '@angular/core';
import { Journal } from '../core/journal';
import { PHASE_HALO } from '../core/runtime/phase';
import { StatusStore } from '../core/runtime/status.store';
import { SlotsStore } from '../core/slots/slots.store';
import { Age } from '../ui/age';
import { Halo } from '../ui/halo/halo';

/** The box in one line, on every page. */
@Component({
  selector: 'h0-status-bar',
  imports: [Age, Halo],
  templateUrl: './status-bar.html',
  styleUrl: './status-bar.css',
  host: { role: 'contentinfo' },
})
export class StatusBar {
  protected readonly slots = inject(SlotsStore);
  protected readonly journal = inject(Journal);
  private readonly runtime = inject(StatusStore).runtime;

  protected readonly halo = computed(() => PHASE_HALO[this.runtime()?.phase ?? 'stopped']);
  protected readonly phase = computed(() => {
    const runtime = this.runtime();
    if (!runtime) return 'runtime';
    const progress = runtime.progress === null ? '' : ` ${Math.floor(runtime.progress * 100)} %`;
    return `runtime ${runtime.phase}${progress}`;
  });
}
