import { beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { button, settled, textOf } from '../../../testing/on-page';
import { aModel, aSlot, someCapabilities } from '../../../testing/samples';
import { AddSlot } from './add-slot';

describe('AddSlot', () => {
  let fixture: ComponentFixture<AddSlot>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        new FakeEventSources().provider,
      ],
    });
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(AddSlot);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    http.expectOne('/api/slots').flush([aSlot()]);
    http.expectOne('/api/models').flush([aModel()]);
    http.expectOne('/api/capabilities').flush(someCapabilities());
    http.expectOne('/api/profiles').flush([]);
    await settled(fixture);
  });

  async function set(id: string, value: string, event: 'input' | 'change'): Promise<void> {
    const control = page.querySelector<HTMLInputElement>(`#${id}`)!;
    control.value = value;
    control.dispatchEvent(new Event(event));
    await settled(fixture);
  }
  const submit = () => page.querySelector('form')?.dispatchEvent(new Event('submit'));

  it('adds a slot on the device that is best here, and opens it', async () => {
    await set('new-name', 'coder', 'input');
    await set('new-model', 'tiny-chat', 'change');
    expect(textOf(page.querySelector('form > h0-command-line code'))).toBe(
      'hal0 slot add coder --type llm --device gpu-vulkan --model tiny-chat',
    );
    submit();
    const create = http.expectOne({ method: 'POST', url: '/api/slots' });
    expect(create.request.body).toEqual({
      name: 'coder',
      type: 'llm',
      device: 'gpu-vulkan',
      enabled: true,
      model: 'tiny-chat',
    });
    create.flush(aSlot({ name: 'coder' }));
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/slots/coder/now');
  });

  it('says what is wrong with a name before it is sent', async () => {
    const help = () => textOf(page.querySelector('#new-name-help'));
    await set('new-name', 'My slot', 'input');
    expect(help()).toContain('Lower case letters');
    await set('new-name', 'primary', 'input');
    expect(help()).toBe('There is a slot primary already.');
    expect(button(page, 'Add primary').disabled).toBe(true);
    submit();
    http.expectNone({ method: 'POST', url: '/api/slots' });
  });

  it.each(someCapabilities().reservedNames)(
    'says why hal0 keeps the name $name, before it is sent',
    async ({ name, reason }) => {
      await set('new-name', name, 'input');
      expect(textOf(page.querySelector('#new-name-help'))).toBe(reason);
      expect(button(page, `Add ${name}`).disabled).toBe(true);
    },
  );

  it('shows why hal0 refuses it, and keeps what was typed', async () => {
    await set('new-name', 'coder', 'input');
    submit();
    http
      .expectOne('/api/slots')
      .flush({ error: { code: 'slot.config_invalid', message: 'coder is taken.' } }, { status: 409, statusText: 'x' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('coder is taken. slot.config_invalid');
    expect(page.querySelector<HTMLInputElement>('#new-name')?.value).toBe('coder');
  });
});
