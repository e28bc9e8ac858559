import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { RevisionDto } from '../../../api/models';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { button, byRole, settled, textOf } from '../../../testing/on-page';
import { aRevision, aSettingsChange } from '../../../testing/settings-samples';
import { EventStream } from '../../core/events/event-stream';
import { Toasts } from '../../ui/toasts';
import { HistoryPage } from './history-page';

describe('HistoryPage', () => {
  let fixture: ComponentFixture<HistoryPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), sources.provider],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(HistoryPage);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  afterEach(() => http.verify());

  async function answer(revisions: RevisionDto[], nextBefore: number | null = null, asked = 'limit=30'): Promise<void> {
    http.expectOne(`/api/settings/revisions?${asked}`).flush({ revisions, nextBefore });
    await settled(fixture);
  }

  const cards = () => byRole(page, 'article').map(textOf);

  it('shows a skeleton until the history is read', async () => {
    expect(page.querySelector('[aria-label="Loading the history"]')).not.toBeNull();
    await answer([aRevision()]);
    expect(page.querySelector('[aria-label="Loading the history"]')).toBeNull();
  });

  it('says who changed what in which file, from what to what', async () => {
    await answer([aRevision()]);
    expect(cards()[0]).toMatch(
      /^Settings changed 7 \d+ d ago by operator in hal0\.toml Undo activity\.retention_days was 30 → now 45$/,
    );
    expect(page.querySelector('time')?.getAttribute('datetime')).toBe('2026-01-01T00:00:00.000Z');
    expect(page.querySelector('time')?.title).toBe(new Date('2026-01-01T00:00:00.000Z').toLocaleString());
  });

  it('marks what has been undone, and what cannot be undone any more', async () => {
    const taken = [
      aRevision({ id: 9, undoOf: 8 }),
      aRevision({ id: 8, undoneBy: 9 }),
      aRevision({ id: 7, undoable: false, actor: 'agent', action: 'slot.configure' }),
    ];
    await answer(taken);
    expect(cards()[0]).toContain('Change 8 undone');
    expect(cards()[1]).toContain('undone by 9');
    expect(cards()[2]).toContain('Slot changed 7');
    expect(cards()[2]).toContain('changed again since');
    expect(byRole(page, 'article').map((card) => card.querySelector('button') !== null)).toEqual([true, false, false]);
  });

  it('undoes without asking, tells what holds now, and shows the new change', async () => {
    await answer([aRevision()]);
    button(page, 'Undo change 7').click();
    await settled(fixture);
    const changes = [{ path: 'activity.retention_days', before: 45, after: 30, applies: 'immediate' as const }];
    http
      .expectOne({ method: 'POST', url: '/api/settings/revisions/7/undo' })
      .flush(aSettingsChange({ changes, revisionId: 8 }));
    await settled(fixture);
    await answer([aRevision({ id: 8, undoOf: 7, changes }), aRevision({ undoneBy: 8 })]);
    expect(cards()).toHaveLength(2);
    expect(TestBed.inject(Toasts).shown()).toMatchObject([
      { text: 'Change 7 is undone as change 8: activity.retention_days is 30.' },
    ]);
  });

  it('says at the change why it cannot be undone', async () => {
    await answer([aRevision({ id: 8 }), aRevision()]);
    button(page, 'Undo change 7').click();
    await settled(fixture);
    const message = 'Revision 7 cannot be undone: activity.retention_days changed since (revision 8).';
    http
      .expectOne('/api/settings/revisions/7/undo')
      .flush({ error: { code: 'config.undo_conflict', message } }, { status: 409, statusText: 'Conflict' });
    await settled(fixture);
    expect(cards()[0]).not.toContain('cannot be undone');
    expect(textOf(page.querySelectorAll('[role=article]')[1]?.querySelector('[role=alert]'))).toContain(message);
    expect(button(page, 'Undo change 7').disabled).toBe(false);
  });

  it('loads older changes below the newer ones', async () => {
    await answer([aRevision({ id: 9 })], 9);
    button(page, 'Load older changes').click();
    await answer([aRevision({ id: 8 })], null, 'limit=30&before=9');
    expect(byRole(page, 'article').map((card) => card.getAttribute('aria-labelledby'))).toEqual([
      'change-9',
      'change-8',
    ]);
    expect(textOf(page)).not.toContain('Load older changes');
  });

  it('says that there is something newer, and shows it on request', async () => {
    await answer([aRevision()]);
    sources.current.tell('config.changed', { paths: ['api.port'], file: 'hal0.toml', actor: 'operator' });
    await settled(fixture);
    expect(cards()).toHaveLength(1);
    button(page, 'Show the newest changes').click();
    await answer([aRevision({ id: 8 }), aRevision()]);
    expect(cards()).toHaveLength(2);
    expect(textOf(page)).not.toContain('has changed since');
  });

  it('says so when nothing has been changed yet', async () => {
    await answer([]);
    expect(textOf(page.querySelector('h0-empty-state'))).toContain('Nothing has been changed yet');
    expect(textOf(page.querySelector('h0-empty-state code'))).toBe('hal0 config history');
  });

  it('tells a failed load with its code, and loads again on request', async () => {
    http.expectOne('/api/settings/revisions?limit=30').flush({}, { status: 500, statusText: 'Error' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('system.http_500');
    button(page, 'Load the history again').click();
    await answer([aRevision()]);
    expect(cards()).toHaveLength(1);
  });
});
