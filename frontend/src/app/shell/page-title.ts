import { Service, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';

/** The title of the page shown: as it is in the top bar, with the product's name in the browser's tab. */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly tab = inject(Title);
  private readonly shown = signal('');
  readonly text = this.shown.asReadonly();

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const title = this.buildTitle(snapshot) ?? '';
    this.shown.set(title);
    this.tab.setTitle(title ? `${title} · hal0` : 'hal0');
  }
}
