import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { JournalEntryDto } from '../../api/models';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, byRole, settled, textOf } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { aSlot } from '../../testing/samples';
import { LogsPage } from './logs-page';

function anEntry(id: number, changes: Partial<JournalEntryDto> = {}): JournalEntryDto {
  return {
    id,
    ts: '2026-01-01T00:00:00.000Z',
    source: 'hal0',
    level: 'info',
    slot: null,
    message: `entry ${id}`,
    context: null,
    ...changes,
  };
}

describe('LogsPage', () => {
  let fixture: ComponentFixture<LogsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(LogsPage));
    http.expectOne('/api/slots').flush([aSlot()]);
  });
  afterEach(() => fixture.destroy());

  const journal = () => http.expectOne(({ url }) => url === '/api/journal');
  const rows = () => byRole(page, 'listitem').map((row) => [...row.children].slice(1).map(textOf).join(' '));

  it('shows the journal and what is added to it', async () => {
    const request = journal();
    expect(request.request.params.toString()).toBe('level=info&limit=500');
    request.flush({
      entries: [anEntry(1), anEntry(2, { source: 'lemonade', slot: 'embed', level: 'error' })],
      nextSince: 2,
    });
    await settled(fixture);
    sources.current.say(anEntry(3, { level: 'warn' }));
    await settled(fixture);
    expect(rows()).toEqual(['info hal0 entry 1', 'error embed entry 2', 'warn hal0 entry 3']);
  });

  it('keeps its filters in the address, and asks for no more than they let through', async () => {
    journal().flush({ entries: [], nextSince: 0 });
    await settled(fixture);
    const choose = async (label: string, value: string) => {
      const control = page.querySelector<HTMLSelectElement>(`[aria-label="${label}"]`)!;
      control.value = value;
      control.dispatchEvent(new Event('change'));
      await settled(fixture);
    };
    await choose('Level', 'error');
    await choose('Slot', 'primary');
    await choose('Text', 'tensor');
    expect(TestBed.inject(Router).url).toBe('/logs?level=error&slot=primary&q=tensor');

    for (const [name, value] of Object.entries({ level: 'error', slot: 'primary', q: 'tensor' }))
      fixture.componentRef.setInput(name, value);
    await settled(fixture);
    const request = journal();
    expect(request.request.params.toString()).toBe('level=error&limit=500&slot=primary&q=tensor');
    request.flush({ entries: [], nextSince: 0 });
    await settled(fixture);
    expect(sources.addresses.at(-1)).toBe('/api/journal/stream?slot=primary&level=error&q=tensor');
    expect(textOf(page.querySelector('[role=log]'))).toBe('Nothing in the journal is like this.');
    button(page, 'Clear').click();
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/logs');
  });

  it('says why the journal cannot be read', async () => {
    journal().flush(
      { error: { code: 'validation.invalid', message: 'level must be one of …' } },
      { status: 422, statusText: 'x' },
    );
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('level must be one of … validation.invalid');
    button(page, 'Read the journal again').click();
    await settled(fixture);
    journal().flush({ entries: [anEntry(1)], nextSince: 1 });
    await settled(fixture);
    expect(page.querySelector('[role=alert]')).toBeNull();
  });
});
