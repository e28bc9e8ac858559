import { CdkTrapFocus } from '@angular/cdk/a11y';
import { Component, type ElementRef, computed, inject, linkedSignal, signal, viewChild } from '@angular/core';
import { Commands, matching } from './commands';
import { Palette } from './palette';
import { Icon } from '../../ui/icon/icon';

/** A list of everything that can be done, narrowed by typing. */
@Component({
  selector: 'h0-command-palette',
  imports: [CdkTrapFocus, Icon],
  templateUrl: './command-palette.html',
  styleUrl: './command-palette.css',
})
export class CommandPalette {
  protected readonly palette = inject(Palette);
  private readonly commands = inject(Commands);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');

  protected readonly query = signal('');
  protected readonly found = computed(() => matching(this.commands.all(), this.query()));
  protected readonly at = linkedSignal({ source: this.query, computation: () => 0 });

  protected type(event: Event): void {
    this.query.set((event.target as HTMLInputElement).value);
  }

  protected key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.move(step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.run(this.at());
    }
  }

  protected run(index: number): void {
    const command = this.found()[index];
    if (!command) return;
    this.palette.close();
    command.run();
  }

  private move(step: number): void {
    const count = this.found().length;
    if (count === 0) return;
    const next = (this.at() + step + count) % count;
    this.at.set(next);
    this.list()?.nativeElement.children[next]?.scrollIntoView?.({ block: 'nearest' });
  }
}
