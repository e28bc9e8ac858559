import { Component, computed, effect, inject, input } from '@angular/core';
import { RequestBar } from '../../core/requests/request-bar';
import { RequestLegend } from '../../core/requests/request-legend';
import { describeOutcome, describeTokens } from '../../core/requests/request-words';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { CommandLine } from '../../ui/command-line';
import { describeDuration } from '../../ui/numbers';
import { ProblemNote } from '../../ui/problem-note';
import { Skeleton } from '../../ui/skeleton';
import { RequestsStore } from './requests.store';

/** The latest requests that the slot served, and where the time of each went. */
@Component({
  selector: 'h0-slot-requests',
  imports: [Age, Button, CommandLine, ProblemNote, RequestBar, RequestLegend, Skeleton],
  templateUrl: './slot-requests.html',
  styleUrl: './slot-requests.css',
  providers: [RequestsStore],
})
export class SlotRequests {
  readonly name = input.required<string>();

  protected readonly placeholders = [0, 1, 2, 3, 4, 5];
  protected readonly store = inject(RequestsStore);
  /** The longest of those shown, in milliseconds. */
  protected readonly scale = computed(() =>
    Math.max(1, ...(this.store.requests() ?? []).map(({ totalMs }) => totalMs)),
  );
  protected readonly rows = computed(() =>
    (this.store.requests() ?? []).map((request) => ({
      request,
      at: new Date(request.startedAt).toISOString(),
      total: describeDuration(request.totalMs),
      detail: [describeOutcome(request), describeTokens(request)].filter(Boolean).join(' · '),
      bad: request.outcome === 'failed',
    })),
  );

  constructor() {
    effect(() => this.store.show(this.name()));
  }
}
