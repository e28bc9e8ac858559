import { Component, computed, input } from '@angular/core';

const KINDS: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'place' };

/** A unified diff, line by line. The sign stays at the head of a line, so that colour is not needed to read it. */
@Component({
  selector: 'h0-diff-view',
  template: `
    <div class="lines mono" tabindex="0" role="region" [attr.aria-label]="label()">
      @for (line of lines(); track $index) {
        <div [class]="line.kind">{{ line.text }}</div>
      }
    </div>
  `,
  styles: `
    .lines {
      padding: 8px 0;
      overflow-x: auto;
      border: 1px solid var(--line);
      border-radius: var(--radius-control);
      background: var(--bg);
      color: var(--text-2);
      scrollbar-width: thin;
      white-space: pre;
    }
    .lines div {
      width: max-content;
      min-width: 100%;
      min-height: 20px;
      padding: 0 12px;
    }
    .lines .added {
      background: color-mix(in srgb, var(--ok) 12%, var(--bg));
      color: var(--text);
    }
    .lines .removed {
      background: color-mix(in srgb, var(--danger) 12%, var(--bg));
      color: var(--text);
    }
    .lines .place {
      color: var(--text-3);
    }
  `,
})
export class DiffView {
  readonly diff = input.required<string>();
  readonly label = input('Changes, line by line');

  protected readonly lines = computed(() =>
    this.diff()
      .trimEnd()
      .split('\n')
      .filter((line) => !/^(---|\+\+\+|===|Index:)/.test(line))
      .map((text) => ({ text, kind: KINDS[text.charAt(0)] ?? 'kept' })),
  );
}
