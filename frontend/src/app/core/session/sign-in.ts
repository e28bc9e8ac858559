import { CdkTrapFocus } from '@angular/cdk/a11y';
import { DOCUMENT, Component, inject, signal } from '@angular/core';
import { Api } from '../../../api/api';
import { sessionSignIn } from '../../../api/fn/session/session-sign-in';
import { Button } from '../../ui/button';
import { CommandLine } from '../../ui/command-line';
import { Field } from '../../ui/field';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { toProblem } from '../to-problem';

/** Stands in front of everything until a key was given. */
@Component({
  selector: 'h0-sign-in',
  imports: [Button, CdkTrapFocus, CommandLine, Field, ProblemNote],
  template: `
    <form
      role="dialog"
      aria-modal="true"
      aria-labelledby="sign-in"
      cdkTrapFocus
      cdkTrapFocusAutoCapture
      (submit)="$event.preventDefault(); enter(field.value.trim())"
    >
      <svg class="ring" viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="16" /></svg>
      <h2 id="sign-in">Sign in to hal0</h2>
      <p>This box asks for an API key, one without limits.</p>
      <h0-field label="API key" for="sign-in-key">
        <input
          #field
          id="sign-in-key"
          class="control mono"
          type="password"
          autocomplete="current-password"
          spellcheck="false"
          required
          cdkFocusInitial
          aria-describedby="sign-in-key-help"
        />
      </h0-field>
      @if (problem(); as problem) {
        <h0-problem-note role="alert" [problem]="problem" />
      }
      <button h0-button variant="primary" type="submit" [disabled]="busy()">Sign in</button>
      <p>No key at hand? On the box itself:</p>
      <h0-command-line command="hal0 key add dashboard" />
    </form>
  `,
  styleUrl: './sign-in.css',
})
export class SignIn {
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  private readonly api = inject(Api);
  private readonly document = inject(DOCUMENT);

  protected async enter(key: string): Promise<void> {
    if (!key || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      // The session is a cookie that no script can read.
      await this.api.invoke(sessionSignIn, { body: { key } });
      // Everything was refused so far: it is all read anew.
      this.document.location.reload();
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
