import { Component, computed, input } from '@angular/core';
import { CommandLine } from '../ui/command-line';
import { Note } from '../ui/note';

/** Says which values wait for a restart, and how to restart. */
@Component({
  selector: 'h0-pending-restart',
  imports: [CommandLine, Note],
  template: `
    <h0-note role="status">
      <p>
        {{ keys().length === 1 ? 'One value acts' : keys().length + ' values act' }} after hal0 is started again:
        @for (key of keys(); track key) {
          <code>{{ key }}</code>{{ $last ? '.' : ', ' }}
        }
      </p>
      <h0-command-line [command]="command()" label="the command" />
    </h0-note>
  `,
  styles: `
    h0-command-line {
      width: min(320px, 100%);
      margin-top: 8px;
    }
  `,
})
export class PendingRestart {
  readonly keys = input.required<readonly string[]>();
  /** Full path of hal0.toml, which tells an installed hal0 from a clone. */
  readonly file = input.required<string>();

  protected readonly command = computed(() =>
    this.file().startsWith('/etc/') ? 'sudo systemctl restart hal0-api' : './hal0 down; ./hal0 up --detach',
  );
}
