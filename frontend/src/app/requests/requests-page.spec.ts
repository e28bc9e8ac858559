import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { aRequest } from '../../testing/request-samples';
import { aSlot } from '../../testing/samples';
import type { RequestRow } from '../core/requests/request-row';
import { RequestsPage } from './requests-page';

describe('RequestsPage', () => {
  let fixture: ComponentFixture<RequestsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(RequestsPage));
    http.expectOne('/api/slots').flush([aSlot()]);
  });
  afterEach(() => fixture.destroy());

  const asked = () => http.expectOne(({ url }) => url === '/api/requests');
  async function flush(
    request: TestRequest,
    requests: RequestRow[],
    nextBefore: number | null = null,
  ): Promise<string> {
    request.flush({ requests, nextBefore });
    await settled(fixture);
    return request.request.params.toString();
  }
  const answer = (...requests: RequestRow[]) => flush(asked(), requests);
  const rows = () =>
    [...page.querySelectorAll('tbody tr')].map((row) => [...row.children].slice(1).map(textOf).join(' | '));

  it('tells of each request who served it, where its time went, and how it ended', async () => {
    await answer(
      aRequest({ row: 3, queueMs: 500, totalMs: 2000, servedBy: 'lemonade' }),
      aRequest({ row: 2, slot: null, model: 'gpt-4o-mini', servedBy: 'openai', fallbackFrom: 'primary' }),
      aRequest({ row: 1, outcome: 'failed', status: 503, errorCode: 'slot.loading' }),
    );
    expect(rows()).toEqual([
      'primary /v1/chat/completions | queue 500 ms, prefill 100 ms, decode 1.40 s | 310 in · 48 out · 41.2 tok/s | 2.00 s',
      'gpt-4o-mini instead of primary /v1/chat/completions | prefill 100 ms, decode 900 ms | 310 in · 48 out · 41.2 tok/s | 1.00 s',
      'primary /v1/chat/completions | prefill 100 ms, decode 900 ms 503 slot.loading | 310 in · 48 out · 41.2 tok/s | 1.00 s',
    ]);
    const widths = [...page.querySelectorAll<HTMLElement>('tbody .decode')].map(({ style }) => style.width);
    expect(widths).toEqual(['70%', '45%', '45%']);
  });

  it('keeps its filters in the address and asks for no more than they let through', async () => {
    await answer(aRequest({ servedBy: 'openai', key: 'laptop' }));
    const choose = async (label: string, value: string) => {
      const control = page.querySelector<HTMLSelectElement>(`[aria-label="${label}"]`)!;
      control.value = value;
      control.dispatchEvent(new Event('change'));
      await settled(fixture);
    };
    await choose('Outcome', 'failed');
    await choose('Served by', 'openai');
    await choose('Key', 'laptop');
    expect(TestBed.inject(Router).url).toBe('/requests?outcome=failed&servedBy=openai&key=laptop');
    for (const [name, value] of Object.entries({ outcome: 'failed', servedBy: 'openai', key: 'laptop' }))
      fixture.componentRef.setInput(name, value);
    await settled(fixture);
    expect(await flush(asked(), [])).toBe('outcome=failed&key=laptop&servedBy=openai&limit=50');
    expect(textOf(page)).toContain('No request is like this');
    button(page, 'Show all requests').click();
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/requests');
  });

  it('follows what ends, and keeps still on request while it counts', async () => {
    await answer(aRequest());
    sources.current.tell('requests.finished', { count: 1, requests: [] });
    await answer(aRequest({ row: 2 }), aRequest());
    expect(rows()).toHaveLength(2);
    button(page, 'Keep still').click();
    await settled(fixture);
    sources.current.tell('requests.finished', { count: 3, requests: [] });
    await settled(fixture);
    http.expectNone(({ url }) => url === '/api/requests');
    expect(textOf(page.querySelector('.state'))).toBe('still, 3 more have ended');
    button(page, 'Show the newest').click();
    await answer(aRequest({ row: 5 }));
    expect(textOf(page.querySelector('.state'))).toBe('live');
    sources.current.onerror?.();
    await settled(fixture);
    expect(textOf(page.querySelector('.state'))).toBe('not live');
  });

  it('goes further back a page at a time', async () => {
    await flush(asked(), [aRequest({ row: 9 })], 9);
    button(page, 'Load older requests').click();
    await settled(fixture);
    expect(await flush(asked(), [aRequest({ row: 8 })])).toBe('limit=50&before=9');
    expect(rows()).toHaveLength(2);
    expect(page.querySelector('.more')).toBeNull();
  });

  it('opens one with why it was slow, also one that the list does not reach', async () => {
    fixture.componentRef.setInput('open', '4');
    await answer(aRequest({ row: 9 }));
    await settled(fixture);
    const one = http.expectOne(({ params }) => params.get('before') === '5');
    one.flush({ requests: [aRequest({ row: 4, id: 'req-4', loadMs: 9000, totalMs: 10_000 })], nextBefore: null });
    await settled(fixture);
    const panel = page.querySelector('[role=dialog]');
    expect(textOf(panel)).toContain('90 % of 10.0 s went into loading the model. tiny-chat was not in memory');
    expect(textOf(panel)).toContain('Loading the model 9.00 s 90 %');
    expect(textOf(panel)).toContain('Request id req-4');
  });

  it('says why the requests cannot be shown', async () => {
    asked().flush({ error: { code: 'activity.closed', message: 'No.' } }, { status: 503, statusText: 'x' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('activity.closed');
    button(page, 'Load the requests again').click();
    await settled(fixture);
    await answer(aRequest());
    expect(rows()).toHaveLength(1);
  });
});
