import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import type { ComponentFixture } from '@angular/core/testing';
import type { UpstreamDto } from '../../api/models';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf, typeInto } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { anUpstream } from '../../testing/upstream-samples';
import { UpstreamsPage } from './upstreams-page';

describe('UpstreamsPage', () => {
  let fixture: ComponentFixture<UpstreamsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(UpstreamsPage));
  });
  afterEach(() => fixture.destroy());

  async function answer(...upstreams: UpstreamDto[]): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/upstreams' }).flush(upstreams);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }

  it('says that everything stays on the box while there is none', async () => {
    await answer();
    expect(textOf(page)).toContain('Everything stays on this box');
  });

  it('tells how each is doing and why it is not, as it changes', async () => {
    await answer(anUpstream(), anUpstream({ name: 'claude', state: 'no_key', keyName: 'ANTHROPIC_API_KEY' }));
    const row = () => [...page.querySelectorAll('.row')].map(textOf);
    expect(row()[0]).toContain('healthy https://api.openai.com/v1 1 model · 212 ms');
    expect(row()[1]).toContain('The secret ANTHROPIC_API_KEY is not set.');
    sources.current.tell('upstream.state', { upstream: anUpstream({ state: 'failing', error: 'It hung up.' }) });
    await settled(fixture);
    expect(row()[0]).toContain('failing');
    expect(row()[0]).toContain('It hung up.');
  });

  it('says beside the upstream what a test found', async () => {
    await answer(anUpstream());
    await press('Test openai');
    http
      .expectOne({ method: 'POST', url: '/api/upstreams/openai/test' })
      .flush({ ok: false, latencyMs: null, models: [], error: 'openai refused the key.' });
    await settled(fixture);
    await answer(anUpstream());
    expect(textOf(page.querySelector('.note.bad'))).toBe('openai refused the key.');
  });

  it('adds one from a known provider: first the key among the secrets, then the upstream', async () => {
    await answer();
    fixture.componentRef.setInput('add', 'upstream');
    await settled(fixture);
    const preset = { label: 'OpenAI', authStyle: 'bearer', keyName: 'OPENAI_API_KEY', keysUrl: null };
    http.expectOne('/api/upstreams/presets').flush([{ id: 'openai', url: 'https://api.openai.com/v1', ...preset }]);
    await settled(fixture);
    await press('OpenAI');
    await typeInto(fixture, 'up-key', 'sk-secret');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
    const put = http.expectOne({ method: 'PUT', url: '/api/secrets/OPENAI_API_KEY' });
    expect(put.request.body).toEqual({ value: 'sk-secret' });
    put.flush(null, { status: 204, statusText: 'x' });
    await settled(fixture);
    const post = http.expectOne({ method: 'POST', url: '/api/upstreams' });
    expect(post.request.body).toMatchObject({ name: 'openai', url: 'https://api.openai.com/v1', authStyle: 'bearer' });
    expect(JSON.stringify(post.request.body)).not.toContain('sk-secret');
    post.flush(anUpstream());
    await settled(fixture);
    await answer(anUpstream());
  });

  it('keeps what was typed when news comes, and shows a refusal at its field', async () => {
    await answer(anUpstream());
    fixture.componentRef.setInput('edit', 'openai');
    await settled(fixture);
    http.expectOne('/api/upstreams/presets').flush([]);
    await typeInto(fixture, 'up-url', 'http://169.254.169.254/v1');
    sources.current.tell('upstream.state', { upstream: anUpstream({ state: 'failing', error: 'x' }) });
    await settled(fixture);
    expect(page.querySelector<HTMLInputElement>('#up-url')?.value).toBe('http://169.254.169.254/v1');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
    const errors = { url: 'This address is not allowed.' };
    http
      .expectOne({ method: 'PATCH', url: '/api/upstreams/openai' })
      .flush(
        { error: { code: 'upstream.address_forbidden', message: 'Not allowed.', details: { errors } } },
        { status: 400, statusText: 'x' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('#up-url-help'))).toBe('This address is not allowed.');
    expect(textOf(page.querySelector('form [role=alert]'))).toContain('upstream.address_forbidden');
  });
});
