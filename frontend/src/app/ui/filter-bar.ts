import { Component, input, output } from '@angular/core';
import { Button } from './button';
import type { Choice } from './choice';

/** One thing that a list can be narrowed down by. */
export interface Filter<K extends string = string> {
  /** As the address has it. */
  name: K;
  label: string;
  choices: readonly Choice[];
  /** Id of the choice; nothing where it does not narrow. */
  value: string | undefined;
  /** What not to narrow is called; one of the choices must be taken without this. */
  all?: string;
}

/** Text to find and choices to narrow a list down with. What else is done to the list is projected behind them. */
@Component({
  selector: 'h0-filter-bar',
  imports: [Button],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
  host: { role: 'search', '[attr.aria-label]': 'label()' },
})
export class FilterBar<K extends string = string> {
  /** What is searched. */
  readonly label = input.required<string>();
  readonly placeholder = input.required<string>();
  /** The text that is looked for. */
  readonly text = input<string>();
  readonly filters = input.required<readonly Filter<K>[]>();
  /** Whether anything is narrowed down. */
  readonly narrowed = input.required<boolean>();
  /** Looks with every letter, not only once the field is left. */
  readonly eager = input(false);
  readonly found = output<string | null>();
  readonly picked = output<{ name: K; value: string | null }>();
  readonly cleared = output();

  /** The button goes with what it cleared; the keyboard stays in the bar. */
  protected clear(field: HTMLElement): void {
    this.cleared.emit();
    field.focus();
  }

  protected find(text: string, final = true): void {
    if (final || this.eager()) this.found.emit(text.trim() || null);
  }
}
