import { Component, input } from '@angular/core';
import { CopyButton } from './copy-button';

/** A command that does the same from a terminal, ready to be copied. */
@Component({
  selector: 'h0-command-line',
  imports: [CopyButton],
  template: `<code tabindex="0">{{ command() }}</code
    ><h0-copy-button [text]="command()" [label]="'Copy ' + label()" />`,
  styles: `
    :host {
      display: flex;
      align-items: stretch;
      min-width: 0;
      border: 1px solid var(--line);
      border-radius: var(--radius-control);
      background: var(--bg);
    }
    code {
      flex: 1;
      align-self: center;
      min-width: 0;
      padding: 6px 0 6px 12px;
      overflow-x: auto;
      color: var(--text-2);
      line-height: 20px;
      white-space: pre;
      text-align: left;
      scrollbar-width: thin;
    }
  `,
})
export class CommandLine {
  readonly command = input.required<string>();
  readonly label = input('command');
}
