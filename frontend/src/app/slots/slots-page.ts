import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { EventStream } from '../core/events/event-stream';
import { SlotActions } from '../core/slots/slot-actions';
import { SlotsStore } from '../core/slots/slots.store';
import { ErrorState } from '../ui/error-state';
import { RuntimeStrip } from './runtime-strip';
import { SlotCard } from './slot-card';
import { SlotCardSkeleton } from './slot-card-skeleton';
import { SlotsEmpty } from './slots-empty';

/** All slots at a glance; one of them opened beside them. */
@Component({
  selector: 'h0-slots-page',
  imports: [ErrorState, RouterOutlet, RuntimeStrip, SlotCard, SlotCardSkeleton, SlotsEmpty],
  templateUrl: './slots-page.html',
  styleUrl: './slots-page.css',
})
export class SlotsPage {
  protected readonly store = inject(SlotsStore);
  protected readonly actions = inject(SlotActions);
  private readonly stream = inject(EventStream);

  /** The seeded slots are always listed; as long as none has a model there is nothing to operate. */
  protected readonly empty = computed(
    () => this.store.loaded() && this.store.slots().every((slot) => slot.model === null),
  );
  /** As many as there are seeded slots, so that the real cards take the same room. */
  protected readonly placeholders = Array.from({ length: 6 }, (_, index) => index);

  protected retry(): void {
    void this.store.load();
    if (this.stream.connection().phase === 'lost') this.stream.reconnect();
  }
}
