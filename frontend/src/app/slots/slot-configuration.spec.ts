import { beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf } from '../../testing/on-page';
import { aModel, aSlot } from '../../testing/samples';
import { SlotConfiguration } from './slot-configuration';

describe('SlotConfiguration', () => {
  let fixture: ComponentFixture<SlotConfiguration>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), new FakeEventSources().provider],
    });
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SlotConfiguration);
    fixture.componentRef.setInput('slot', aSlot({ enabled: false }));
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    http.expectOne('/api/slots').flush([aSlot({ enabled: false })]);
  });

  async function withModels(...models: ReturnType<typeof aModel>[]): Promise<void> {
    http.expectOne('/api/models').flush(models);
    await settled(fixture);
  }

  const select = () => page.querySelector('select')!;
  const saveBar = () => textOf(page.querySelector('.save p'));

  async function choose(id: string): Promise<void> {
    select().value = id;
    select().dispatchEvent(new Event('change'));
    await settled(fixture);
  }

  it('offers the models of the slot’s type', async () => {
    await withModels(
      aModel({ toy: true }),
      aModel({ id: 'qwen', sizeBytes: 2_497_281_120 }),
      aModel({ id: 'bert', type: 'embedding' }),
    );
    expect([...select().options].map(({ text }) => text)).toEqual([
      'No model',
      'tiny-chat · 2.2 MiB · toy',
      'qwen · 2.3 GiB',
    ]);
    expect(select().value).toBe('tiny-chat');
  });

  it('has a save bar only while something differs, saying what', async () => {
    await withModels(aModel(), aModel({ id: 'qwen' }));
    expect(page.querySelector('.save')).toBeNull();
    await choose('qwen');
    page.querySelector<HTMLInputElement>('[role=switch]')?.click();
    await settled(fixture);
    expect(saveBar()).toBe('Change to model qwen, enabled');
    button(page, 'Discard').click();
    await settled(fixture);
    expect(page.querySelector('.save')).toBeNull();
    expect(select().value).toBe('tiny-chat');
  });

  it('sends only what changed', async () => {
    await withModels(aModel(), aModel({ id: 'qwen' }));
    await choose('qwen');
    page.querySelector('form')?.dispatchEvent(new Event('submit'));
    const patch = http.expectOne({ method: 'PATCH', url: '/api/slots/primary' });
    expect(patch.request.body).toEqual({ model: 'qwen' });
  });

  it('keeps what was chosen while the slot changes underneath, and when the change is refused', async () => {
    await withModels(aModel(), aModel({ id: 'qwen' }));
    await choose('qwen');
    fixture.componentRef.setInput('slot', aSlot({ enabled: false, queuedRequests: 4 }));
    await settled(fixture);
    expect(select().value).toBe('qwen');

    page.querySelector('form')?.dispatchEvent(new Event('submit'));
    http
      .expectOne('/api/slots/primary')
      .flush(
        { error: { code: 'slot.field_overridden', message: 'conf.d/10-box.toml line 3 sets model.' } },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);
    expect(saveBar()).toBe('Change to model qwen');
  });

  it('still lists a model that is gone from the registry', async () => {
    await withModels(aModel({ id: 'qwen' }));
    expect([...select().options].map(({ text }) => text)).toContain('tiny-chat · not in the registry');
    expect(select().value).toBe('tiny-chat');
  });

  it('tells why the models cannot be listed, and reads them again on request', async () => {
    http
      .expectOne('/api/models')
      .flush(
        { error: { code: 'registry.locked', message: 'The registry is locked.' } },
        { status: 503, statusText: 'x' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('h0-problem-note'))).toContain('The registry is locked. registry.locked');
    button(page, 'Load the models again').click();
    await withModels(aModel());
    expect(select().value).toBe('tiny-chat');
  });
});
