import { Service, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, Router, type ActivatedRouteSnapshot } from '@angular/router';
import { filter } from 'rxjs';

/** The title of the page shown, for the top bar; the browser's tab gets it through the router. */
@Service()
export class PageTitle {
  private readonly router = inject(Router);
  private readonly tab = inject(Title);
  private readonly shown = signal('');
  readonly text = this.shown.asReadonly();

  constructor() {
    this.router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.update());
    this.update();
  }

  private update(): void {
    const title = deepestTitle(this.router.routerState.snapshot.root);
    this.shown.set(title);
    this.tab.setTitle(title ? `${title} · hal0` : 'hal0');
  }
}

function deepestTitle(route: ActivatedRouteSnapshot): string {
  const own = route.title ?? '';
  return route.firstChild ? deepestTitle(route.firstChild) || own : own;
}
