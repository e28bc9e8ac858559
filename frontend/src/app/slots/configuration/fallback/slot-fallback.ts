import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import type { FallbackCause, SlotDto, UpdateSlotDto } from '../../../../api/models';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon/icon';
import { InputField } from '../../../ui/input-field';
import { InputFields, type FieldSpec } from '../../../ui/input-fields';
import { Switch } from '../../../ui/switch';
import { FallbackTargetsStore } from './fallback-targets.store';

type FallbackField = 'fallback' | 'fallbackAfterSeconds' | 'fallbackQueueLongerThan' | 'fallbackOn' | 'localOnly';

/** How a slot falls back, as it is to be. */
export type Fallback = Pick<SlotDto, FallbackField>;

const CAUSES: readonly { id: FallbackCause; label: string; help: string }[] = [
  { id: 'unavailable', label: 'It cannot serve', help: 'Off, without a model, failed, or silent for too long.' },
  { id: 'rate_limited', label: 'It has too much to do', help: 'Its line is full, or its provider says 429.' },
  { id: 'context_length', label: 'The prompt is too long for it', help: 'A target with more context may take it.' },
];

type Limit = 'fallbackAfterSeconds' | 'fallbackQueueLongerThan';

const LIMITS: readonly FieldSpec<Limit>[] = [
  {
    key: 'fallbackAfterSeconds',
    id: 'slot-fallback-after',
    label: 'After seconds in line',
    kind: 'number',
    min: 0,
    help: 'Empty waits as long as it takes.',
    empty: 'never',
  },
  {
    key: 'fallbackQueueLongerThan',
    id: 'slot-fallback-queue',
    label: 'More in line than',
    kind: 'number',
    min: 0,
    help: 'Goes on at once then. Empty takes any line.',
    empty: 'any number',
  },
];

/** What serves instead of a slot, in which order and when, and whether anything may leave this box for it. */
@Component({
  selector: 'h0-slot-fallback',
  imports: [Button, Icon, InputField, InputFields, Switch],
  templateUrl: './slot-fallback.html',
  styleUrl: './slot-fallback.css',
  providers: [FallbackTargetsStore],
})
export class SlotFallback {
  readonly slot = input.required<SlotDto>();
  readonly fallback = input.required<Fallback>();
  readonly errors = input.required<ReadonlyMap<string, string>>();
  readonly changed = output<Pick<UpdateSlotDto, FallbackField>>();

  protected readonly causes = CAUSES;
  protected readonly limits = LIMITS;
  protected readonly adding = signal('');
  private readonly store = inject(FallbackTargetsStore);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);

  private readonly chain = computed(() => this.fallback().fallback);
  protected readonly entries = computed(() =>
    this.chain().map((id) => {
      const target = this.store.describe(id, this.slot().type);
      const barred = target.leaves && this.fallback().localOnly;
      return barred ? { ...target, about: 'upstream, passed over: local only', broken: true } : target;
    }),
  );
  protected readonly offered = computed(() =>
    this.store
      .for(this.slot())
      .filter(({ id, leaves }) => !this.chain().includes(id) && !(leaves && this.fallback().localOnly)),
  );
  protected readonly canAdd = computed(() => {
    const id = this.adding();
    return id !== '' && id !== this.slot().name && !this.chain().includes(id);
  });

  protected add(): void {
    if (!this.canAdd()) return;
    this.changed.emit({ fallback: [...this.chain(), this.adding()] });
    this.adding.set('');
  }

  protected move(at: number, by: -1 | 1): void {
    const to = at + by;
    const id = this.chain()[at];
    if (id === undefined || to < 0 || to >= this.chain().length) return;
    const others = this.chain().filter((_, index) => index !== at);
    this.changed.emit({ fallback: [...others.slice(0, to), id, ...others.slice(to)] });
    // Moving an element takes the keyboard off it; at either end its own button is of no use any more.
    const end = to === 0 || to === this.chain().length - 1;
    const back = end ? -by : by;
    this.focus(`[data-move="${to}:${back}"]`);
  }

  protected remove(at: number): void {
    this.changed.emit({ fallback: this.chain().filter((_, index) => index !== at) });
    this.focus('#slot-fallback');
  }

  protected on(cause: FallbackCause, event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    const causes = CAUSES.map(({ id }) => id);
    const wanted = causes.filter((id) => (id === cause ? checked : this.fallback().fallbackOn.includes(id)));
    this.changed.emit({ fallbackOn: wanted });
  }

  protected limit(key: Limit, text: string): void {
    this.changed.emit({ [key]: text === '' ? null : Number(text) });
  }

  private focus(selector: string): void {
    afterNextRender(() => this.host.nativeElement.querySelector<HTMLElement>(selector)?.focus(), {
      injector: this.injector,
    });
  }
}
