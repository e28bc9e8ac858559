import { Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock';

const STEPS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Length of time in its largest whole unit: "12 s", "3 min", "5 h", "2 d". */
export function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [size, unit] = STEPS.find(([length]) => seconds >= length) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** How long ago something was, kept current; the absolute time stands in the title. */
@Component({
  selector: 'h0-age',
  template: `<time class="numeric" [attr.datetime]="iso()" [title]="absolute()">{{ text() }}</time>`,
})
export class Age {
  /** ISO 8601. */
  readonly at = input.required<string>();
  /** "3 min ago" of a moment, or "3 min" of a state that lasts. */
  readonly form = input<'ago' | 'lasting'>('ago');

  private readonly now = inject(Clock).now;
  private readonly moment = computed(() => new Date(this.at()));

  protected readonly iso = computed(() => this.moment().toISOString());
  protected readonly absolute = computed(() => this.moment().toLocaleString());
  protected readonly text = computed(() => {
    const length = this.now() - this.moment().getTime();
    if (this.form() === 'lasting') return describeAge(length);
    return length < 2000 ? 'now' : `${describeAge(length)} ago`;
  });
}
