import { Component } from '@angular/core';

/** A few quiet words beside what they are about. */
@Component({
  selector: 'h0-chip',
  template: `<ng-content />`,
  styles: `
    :host {
      flex: none;
      max-width: 100%;
      overflow: hidden;
      padding: 0 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius-full);
      color: var(--text-2);
      font-size: 12px;
      line-height: 18px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    :host(.ok) {
      border-color: color-mix(in srgb, var(--ok) 40%, var(--line));
      color: var(--ok);
    }
    :host(.warn) {
      border-color: color-mix(in srgb, var(--warn) 40%, var(--line));
      color: var(--warn);
    }
    :host(.danger) {
      border-color: color-mix(in srgb, var(--danger) 40%, var(--line));
      color: var(--danger);
    }
    :host(.accent) {
      border-color: color-mix(in srgb, var(--accent) 48%, var(--line));
      color: var(--accent);
    }
  `,
})
export class Chip {}
