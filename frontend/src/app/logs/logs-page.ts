import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { journalTail } from '../core/journal/journal-tail';
import { LEVELS } from '../core/log/levels';
import { journalRow } from '../core/log/log-rows';
import { SlotsStore } from '../core/slots/slots.store';
import { Button } from '../ui/button';
import { asChoices } from '../ui/choice';
import { CommandCopier } from '../ui/command-copier';
import { FilterBar, type Filter } from '../ui/filter-bar';
import { Icon } from '../ui/icon/icon';
import { LogView } from '../ui/log-view';
import { Menu } from '../ui/menu';
import { ProblemNote } from '../ui/problem-note';

const KEEP = 500;

const SOURCES = [
  { id: 'hal0', label: 'hal0' },
  { id: 'lemonade', label: 'The runtime' },
] as const;

type Narrowing = 'source' | 'slot' | 'level';

/** The journal: what hal0 and the runtime say, as they say it. The filters stand in the address. */
@Component({
  selector: 'h0-logs-page',
  imports: [Button, FilterBar, Icon, LogView, Menu, ProblemNote],
  templateUrl: './logs-page.html',
  styleUrl: './logs-page.css',
})
export class LogsPage {
  readonly source = input<string>();
  readonly slot = input<string>();
  readonly level = input<string>();
  readonly q = input<string>();

  private readonly router = inject(Router);
  private readonly copier = inject(CommandCopier);
  private readonly store = inject(SlotsStore);

  private readonly least = computed(() => this.level() ?? 'info');
  protected readonly tail = journalTail(
    () => ({ source: this.source(), slot: this.slot(), level: this.least(), q: this.q() }),
    KEEP,
  );
  protected readonly filters = computed<readonly Filter<Narrowing>[]>(() => {
    const slots = asChoices(this.store.slots().map(({ name }) => name));
    return [
      { name: 'source', label: 'Source', all: 'All sources', choices: SOURCES, value: this.source() },
      { name: 'slot', label: 'Slot', all: 'All slots', choices: slots, value: this.slot() },
      { name: 'level', label: 'Level', choices: LEVELS, value: this.least() },
    ];
  });
  protected readonly rows = computed(() => (this.tail.lines() ?? []).map(journalRow));
  protected readonly none = computed(() => {
    if (this.tail.lines() === null) return 'Reading the journal.';
    return this.isFiltered() ? 'Nothing in the journal is like this.' : 'The journal is empty.';
  });
  protected readonly isFiltered = computed(() => Boolean(this.source() ?? this.slot() ?? this.level() ?? this.q()));
  protected readonly menu = computed(() => {
    const options = [
      ['--source', this.source()],
      ['--slot', this.slot()],
      ['--level', this.level()],
    ] as const;
    const words = options.flatMap(([option, value]) => (value ? [`${option} ${value}`] : []));
    return this.copier.items(['hal0 logs', ...words, '--follow'].join(' '));
  });

  protected narrow(name: Narrowing | 'q', value: string | null): void {
    this.set({ [name]: value });
  }

  protected clear(): void {
    this.set({ source: null, slot: null, level: null, q: null });
  }

  private set(queryParams: Partial<Record<Narrowing | 'q', string | null>>): void {
    void this.router.navigate(['/logs'], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
