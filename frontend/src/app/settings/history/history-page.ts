import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EventStream } from '../../core/events/event-stream';
import { Button } from '../../ui/button';
import { CommandLine } from '../../ui/command-line';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Note } from '../../ui/note';
import { Skeleton } from '../../ui/skeleton';
import { RevisionCard } from './revision-card';
import { RevisionsStore } from './revisions.store';

/** Every change of the configuration: who, when, what; and the way back. */
@Component({
  selector: 'h0-history-page',
  imports: [Button, CommandLine, EmptyState, ErrorState, Note, RevisionCard, RouterLink, Skeleton],
  templateUrl: './history-page.html',
  styleUrl: './history-page.css',
  providers: [RevisionsStore],
})
export class HistoryPage {
  protected readonly store = inject(RevisionsStore);
  private readonly stream = inject(EventStream);

  protected readonly placeholders = [2, 1, 3, 1];

  protected retry(): void {
    void this.store.load();
    if (this.stream.connection().phase === 'lost') this.stream.reconnect();
  }
}
