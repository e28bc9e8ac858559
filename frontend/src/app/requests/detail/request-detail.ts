import { Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { keptAnswer } from '../../core/live/kept-answer';
import { RequestBar } from '../../core/requests/request-bar';
import { NOTABLE_MS, partsOf, type PartName } from '../../core/requests/request-parts';
import type { RequestRow } from '../../core/requests/request-row';
import { describeOutcome, describeReason } from '../../core/requests/request-words';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { describeDuration } from '../../ui/numbers';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { Skeleton } from '../../ui/skeleton';
import { RequestsApi } from '../requests-api';
import { factsOf } from './request-facts';
import { shareOf, whySlow } from './why-slow';

const MEANING: Readonly<Record<PartName, string>> = {
  hal0: 'hal0 itself: reading, choosing, writing',
  tried: 'With targets that gave no answer',
  queue: 'Waiting for a turn',
  load: 'Loading the model',
  prefill: 'Until the first token: reading the prompt',
  decode: 'Writing the answer',
};

/** One request, opened over the list: why it took as long as it did, and everything that is known of it. */
@Component({
  selector: 'h0-request-detail',
  imports: [Button, CopyButton, Panel, ProblemNote, RequestBar, RouterLink, Skeleton],
  templateUrl: './request-detail.html',
  styleUrls: ['../../core/requests/request-hues.css', './request-detail.css'],
})
export class RequestDetail {
  readonly row = input.required<number>();
  /** As the list has it; read by itself where the list does not go so far back. */
  readonly request = input<RequestRow>();
  readonly closed = output();

  private readonly api = inject(RequestsApi);
  protected readonly read = keptAnswer(async () => {
    const { requests } = await this.api.list({ before: this.row() + 1, limit: 1 });
    return requests.find(({ row }) => row === this.row()) ?? 'gone';
  });

  protected readonly known = computed(() => this.request() ?? this.read.value());
  protected readonly gone = computed(() => this.known() === 'gone');
  protected readonly shown = computed(() => {
    const known = this.known();
    return known === 'gone' ? null : known;
  });
  protected readonly view = computed(() => {
    const request = this.shown();
    if (!request) return null;
    return {
      request,
      title: request.slot ?? request.model ?? request.path,
      total: describeDuration(request.totalMs),
      outcome: describeOutcome(request) || `${request.status} completed`,
      verdict: whySlow(request),
      parts: partsOf(request)
        .filter(({ ms }) => ms >= NOTABLE_MS)
        .map(({ name, ms }) => ({
          name,
          meaning: MEANING[name],
          time: describeDuration(ms),
          share: shareOf(ms, request),
        })),
      attempts: request.attempts.map(({ target, reason, ms }) => ({
        target,
        reason: describeReason(reason),
        time: describeDuration(ms),
      })),
      facts: factsOf(request),
    };
  });

  constructor() {
    effect(() => {
      this.row();
      untracked(() => {
        this.read.forget();
        if (!this.request()) void this.read.load();
      });
    });
  }
}
