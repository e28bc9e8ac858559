import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import { Component, signal } from '@angular/core';
import type { ComponentFixture } from '@angular/core/testing';
import type { UpdateSlotDto } from '../../../../api/models';
import { button, settled, textOf, typeInto } from '../../../../testing/on-page';
import { openPage } from '../../../../testing/opened-page';
import { aSlot } from '../../../../testing/samples';
import { anUpstream } from '../../../../testing/upstream-samples';
import { SlotFallback, type Fallback } from './slot-fallback';

/** Takes what is changed as the slot's form does. */
@Component({
  imports: [SlotFallback],
  template: `<h0-slot-fallback [slot]="slot" [fallback]="fallback()" [errors]="errors()" (changed)="take($event)" />`,
})
class Form {
  readonly slot = aSlot();
  readonly fallback = signal<Fallback>({
    fallback: ['small'],
    fallbackAfterSeconds: null,
    fallbackQueueLongerThan: null,
    fallbackOn: ['unavailable', 'rate_limited'],
    localOnly: false,
  });
  readonly errors = signal<ReadonlyMap<string, string>>(new Map());
  patch: UpdateSlotDto = {};

  take(patch: UpdateSlotDto): void {
    this.patch = { ...this.patch, ...patch };
    this.fallback.update((fallback) => ({ ...fallback, ...patch }) as Fallback);
  }
}

describe('SlotFallback', () => {
  let fixture: ComponentFixture<Form>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(async () => {
    ({ fixture, page, http } = await openPage(Form));
    document.body.append(page);
    http
      .expectOne('/api/slots')
      .flush([
        aSlot(),
        aSlot({ name: 'small', model: 'tiny' }),
        aSlot({ name: 'spare', enabled: false }),
        aSlot({ name: 'embed', type: 'embedding' }),
      ]);
    http.expectOne('/api/upstreams').flush([anUpstream(), anUpstream({ name: 'off', enabled: false })]);
    await settled(fixture);
  });

  const chain = () => [...page.querySelectorAll('li .what')].map(textOf);
  const offered = () => [...page.querySelectorAll('option')].map(({ value }) => value);
  const form = () => fixture.componentInstance;

  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }
  async function add(id: string): Promise<void> {
    await typeInto(fixture, 'slot-fallback', id);
    await press('Add');
  }

  it('offers slots of the same type and models of upstreams, and takes what is typed too', async () => {
    expect(offered()).toEqual(['spare', 'openai/gpt-4o-mini']);
    await add('openai/gpt-4o-mini');
    await add('gone/model');
    await add('spare');
    expect(chain()).toEqual([
      'small slot, tiny',
      'openai/gpt-4o-mini upstream · leaves this box',
      'gone/model no slot or upstream of this name',
      'spare slot, disabled',
    ]);
    expect(offered()).toEqual([]);
    expect(form().patch).toEqual({ fallback: ['small', 'openai/gpt-4o-mini', 'gone/model', 'spare'] });
  });

  it('adds nothing twice, and not the slot itself', async () => {
    for (const id of ['small', 'primary', '']) {
      await typeInto(fixture, 'slot-fallback', id);
      expect(button(page, 'Add').disabled).toBe(true);
    }
  });

  it('is put in order with the keyboard, which stays on the entry that moved', async () => {
    await add('spare');
    await add('openai/gpt-4o-mini');
    await press('Move openai/gpt-4o-mini up');
    expect(form().patch.fallback).toEqual(['small', 'openai/gpt-4o-mini', 'spare']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move openai/gpt-4o-mini up');
    await press('Move openai/gpt-4o-mini up');
    expect(form().patch.fallback).toEqual(['openai/gpt-4o-mini', 'small', 'spare']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move openai/gpt-4o-mini down');
    await press('Take small out');
    expect(form().patch.fallback).toEqual(['openai/gpt-4o-mini', 'spare']);
    expect(document.activeElement?.id).toBe('slot-fallback');
  });

  it('says when it goes on, in the order the API has', async () => {
    const causes = [...page.querySelectorAll<HTMLInputElement>('input[type=checkbox]:not([role=switch])')];
    expect(causes.map(({ checked }) => checked)).toEqual([true, true, false]);
    causes[2]?.click();
    await settled(fixture);
    causes[0]?.click();
    await settled(fixture);
    await typeInto(fixture, 'slot-fallback-after', '2.5');
    await typeInto(fixture, 'slot-fallback-queue', '4');
    expect(form().patch).toEqual({
      fallbackOn: ['rate_limited', 'context_length'],
      fallbackAfterSeconds: 2.5,
      fallbackQueueLongerThan: 4,
    });
    await typeInto(fixture, 'slot-fallback-queue', '');
    expect(form().patch.fallbackQueueLongerThan).toBeNull();
  });

  it('offers nothing that leaves the box to a slot that is local only, and says that it is passed over', async () => {
    await add('openai/gpt-4o-mini');
    page.querySelector<HTMLInputElement>('[role=switch]')?.click();
    await settled(fixture);
    expect(form().patch.localOnly).toBe(true);
    expect(chain()[1]).toBe('openai/gpt-4o-mini upstream, passed over: local only');
    await press('Take openai/gpt-4o-mini out');
    expect(offered()).toEqual(['spare']);
  });

  it('puts what is wrong with the chain under it', async () => {
    form().errors.set(new Map([['fallback', 'There is no slot "nosuch".']]));
    await settled(fixture);
    expect(textOf(page.querySelector('#slot-fallback-help'))).toBe('There is no slot "nosuch".');
  });
});
