import { Clipboard } from '@angular/cdk/clipboard';
import { Service, inject } from '@angular/core';
import type { MenuItem } from './menu';
import { Toasts } from './toasts';

/** Offers what an action is on a command line, to be copied. */
@Service()
export class CommandCopier {
  private readonly clipboard = inject(Clipboard);
  private readonly toasts = inject(Toasts);

  /** One item for each command; a curl is too long to be shown whole. */
  items(...commands: readonly string[]): readonly MenuItem[] {
    return commands.map((command) => ({
      label: command.startsWith('curl ') ? 'Copy as curl' : `Copy as ${command}`,
      run: () => {
        if (this.clipboard.copy(command)) this.toasts.tell(`Copied: ${command}`);
      },
    }));
  }
}
