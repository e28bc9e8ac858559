import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { SecretDto } from '../../../api/models';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { button, settled, textOf } from '../../../testing/on-page';
import { EventStream } from '../../core/events/event-stream';
import { Toasts } from '../../ui/toasts';
import { SecretsSection } from './secrets-section';

const HF: SecretDto = { name: 'HF_TOKEN', set: true, masked: '••••', updatedAt: '2026-01-01T00:00:00.000Z' };
const GIVEN: SecretDto = { name: 'OPENAI_API_KEY', set: true, masked: '••••', updatedAt: null };

describe('SecretsSection', () => {
  let fixture: ComponentFixture<SecretsSection>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), sources.provider],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SecretsSection);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  afterEach(() => http.verify());

  async function answer(...secrets: SecretDto[]): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/secrets' }).flush(secrets);
    await settled(fixture);
  }

  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }

  const field = (id: string) => page.querySelector<HTMLInputElement>(`#${id}`)!;
  const submit = async () => {
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
  };
  const rows = () => [...page.querySelectorAll('.record')].map(textOf);

  it('lists names and when they were set, and offers no value', async () => {
    await answer(HF, GIVEN);
    expect(rows()[0]).toMatch(/^HF_TOKEN set, file changed \d+ d ago Replace Remove$/);
    expect(rows()[1]).toBe('OPENAI_API_KEY set in the environment hal0 was started with Replace');
    expect(page.querySelector('input')).toBeNull();
  });

  it('says what to do when there is none', async () => {
    await answer();
    expect(textOf(page)).toContain('No secret is set. Gated models need a Hugging Face token: add HF_TOKEN .');
  });

  it('adds one through a field that does not show what is typed', async () => {
    await answer();
    await press('Add a secret');
    expect(field('secret-value').type).toBe('password');
    field('secret-name').value = ' HF_TOKEN ';
    field('secret-value').value = 'hf_secret';
    await submit();
    const put = http.expectOne({ method: 'PUT', url: '/api/secrets/HF_TOKEN' });
    expect(put.request.body).toEqual({ value: 'hf_secret' });
    put.flush(null, { status: 204, statusText: 'No Content' });
    await settled(fixture);
    await answer(HF);
    expect(page.querySelector('form')).toBeNull();
    expect(page.innerHTML).not.toContain('hf_secret');
    expect(TestBed.inject(Toasts).shown()).toMatchObject([{ text: 'HF_TOKEN is set.' }]);
  });

  it('keeps the form open and says why a secret was refused', async () => {
    await answer();
    await press('Add a secret');
    field('secret-name').value = 'HAL0_PORT';
    field('secret-value').value = 'x';
    await submit();
    http.expectOne('/api/secrets/HAL0_PORT').flush(
      JSON.stringify({
        error: { code: 'secret.name_reserved', message: 'HAL0_PORT would change how hal0 behaves.' },
      }),
      { status: 403, statusText: 'Forbidden' },
    );
    await settled(fixture);
    expect(textOf(page.querySelector('form [role=alert]'))).toContain('secret.name_reserved');
    expect(field('secret-name').value).toBe('HAL0_PORT');
  });

  it('replaces the value of the one that is named', async () => {
    await answer(HF, GIVEN);
    await press('Replace HF_TOKEN');
    expect(textOf(page.querySelector('form label'))).toBe('New value of HF_TOKEN');
    field('secret-value').value = 'hf_new';
    await submit();
    http.expectOne({ method: 'PUT', url: '/api/secrets/HF_TOKEN' }).flush(null);
    await settled(fixture);
    await answer(HF, GIVEN);
  });

  it('removes one only after it has been named and confirmed', async () => {
    await answer(HF);
    await press('Remove HF_TOKEN');
    expect(textOf(page.querySelector('[role=alert]'))).toContain('Remove HF_TOKEN ?');
    await press('Keep it');
    expect(page.querySelector('[role=alert]')).toBeNull();

    await press('Remove HF_TOKEN');
    page.querySelector<HTMLButtonElement>('h0-confirm-order .danger')!.click();
    http.expectOne({ method: 'DELETE', url: '/api/secrets/HF_TOKEN' }).flush(null);
    await settled(fixture);
    await answer();
    expect(rows()).toEqual([]);
  });

  it('follows what is set elsewhere, and tells when the list cannot be read', async () => {
    await answer();
    sources.current.tell('secret.changed', { name: 'HF_TOKEN' });
    await answer(HF);
    expect(rows()).toHaveLength(1);
    sources.current.tell('secret.changed', { name: 'HF_TOKEN' });
    http.expectOne('/api/secrets').flush({}, { status: 500, statusText: 'Error' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('system.http_500');
    await press('Load the secrets again');
    await answer(HF);
    expect(rows()).toHaveLength(1);
  });
});
