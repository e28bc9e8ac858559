import { CdkTrapFocus } from '@angular/cdk/a11y';
import { DOCUMENT, Component, effect, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationStart, Router, RouterOutlet } from '@angular/router';
import { filter } from 'rxjs';
import { CommandPalette } from '../core/commands/command-palette';
import { Palette } from '../core/commands/palette';
import { EventStream } from '../core/events/event-stream';
import { Journal } from '../core/journal/journal';
import { JournalDrawer } from '../core/journal/journal-drawer';
import { Session } from '../core/session/session';
import { SignIn } from '../core/session/sign-in';
import { SlotDialogs } from '../core/slots/dialogs/slot-dialogs';
import { SlotNotices } from '../core/slots/slot-notices';
import { SlotQuestions } from '../core/slots/slot-questions';
import { ToastOutlet } from '../ui/toast-outlet';
import { Sidebar } from './sidebar';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import { noticeUnloadedPages } from './unloaded-pages';

/** The frame around every page: top bar, sidebar, status bar, and what appears over a page. */
@Component({
  selector: 'h0-root',
  imports: [
    CdkTrapFocus,
    CommandPalette,
    JournalDrawer,
    RouterOutlet,
    Sidebar,
    SignIn,
    SlotDialogs,
    StatusBar,
    ToastOutlet,
    TopBar,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  host: { '[attr.data-stale]': 'stale() ? "" : null' },
})
export class Shell {
  protected readonly palette = inject(Palette);
  protected readonly journal = inject(Journal);
  protected readonly questions = inject(SlotQuestions);
  protected readonly session = inject(Session);
  protected readonly drawer = signal(false);
  private readonly stream = inject(EventStream);
  private readonly document = inject(DOCUMENT);

  /** Nothing on the page is known to be current. */
  protected readonly stale = this.stream.lost;

  constructor() {
    // Listens from the start: what it tells of happens on any page.
    inject(SlotNotices);
    noticeUnloadedPages();
    this.stream.connect();
    effect(() => {
      if (this.session.wanted()) this.stream.disconnect();
    });
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationStart),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.drawer.set(false));
  }

  protected closeJournal(): void {
    this.journal.opened.set(false);
    this.document.getElementById('journal-toggle')?.focus();
  }

  protected skip(content: HTMLElement, event: Event): void {
    // A fragment link would be read as a route.
    event.preventDefault();
    content.focus();
  }
}
