import { CdkTrapFocus } from '@angular/cdk/a11y';
import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, computed, inject, input, output } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Button } from './button';
import { Icon } from './icon/icon';

/** Below this width the panel covers the page, and takes the keyboard with it. */
const COVERS = '(max-width: 1099.98px)';

/**
 * Slides in from the right over the page. On a wide screen the page beside it stays usable. Project `[panelHead]`
 * and the body.
 */
@Component({
  selector: 'h0-panel',
  imports: [CdkTrapFocus, Button, Icon],
  templateUrl: './panel.html',
  styleUrl: './panel.css',
})
export class Panel {
  readonly label = input.required<string>();
  readonly closed = output();

  private readonly media = toSignal(inject(BreakpointObserver).observe(COVERS));
  protected readonly covers = computed(() => this.media()?.matches ?? false);
}
