import { DOCUMENT, Service, effect, inject, signal } from '@angular/core';

export type ThemeName = 'dark' | 'light';

/** Also read by public/theme.js, before the first paint. */
const KEY = 'hal0.theme';

/** Dark unless the person chose light, which this browser remembers. */
@Service()
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<ThemeName>(this.remembered());
  readonly name = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      const name = this.chosen();
      this.document.documentElement.dataset['theme'] = name;
      const bar = this.document.querySelector('meta[name=theme-color]');
      bar?.setAttribute('content', name === 'dark' ? '#0b0d10' : '#f7f8fa');
    });
  }

  toggle(): void {
    this.chosen.update((name) => (name === 'dark' ? 'light' : 'dark'));
    try {
      this.document.defaultView?.localStorage.setItem(KEY, this.chosen());
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
  }

  private remembered(): ThemeName {
    try {
      return this.document.defaultView?.localStorage.getItem(KEY) === 'light' ? 'light' : 'dark';
    } catch {
      return 'dark';
    }
  }
}
