import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { BundlesDto, SetupStateDto } from '../../api/models';
import { aBundle, aRun, aSetupState, someBundles } from '../../testing/bundle-samples';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf, typeInto } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { SetupCode, sendSetupCode } from '../core/session/setup-code';
import { SetupPage } from './setup-page';

describe('SetupPage', () => {
  let fixture: ComponentFixture<SetupPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  async function open(state: SetupStateDto, bundles: BundlesDto = someBundles([aBundle()])): Promise<void> {
    ({ fixture, page, http, sources } = await openPage(SetupPage));
    document.body.append(page);
    http.expectOne('/api/setup/state').flush(state);
    http.expectOne('/api/bundles').flush(bundles);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }
  afterEach(() => fixture.destroy());

  it('offers the bundles on a box that nobody has set up', async () => {
    await open(aSetupState());
    expect(textOf(page)).toContain('Set up this box');
    expect(button(page, 'Apply Lite')).toBeDefined();
  });

  it('is over when the bundles are skipped, and goes on to the models', async () => {
    await open(aSetupState());
    await press('Skip the bundles, I choose models myself');
    http.expectOne({ method: 'POST', url: '/api/bundles/skip' }).flush({});
    await settled(fixture);
    http.expectOne({ method: 'POST', url: '/api/setup/complete' }).flush(aSetupState({ firstRun: false }));
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/models');
  });

  it('shows how far the chosen bundle is, and lets one go on meanwhile', async () => {
    await open(aSetupState(), someBundles([aBundle()], { run: aRun() }));
    expect(textOf(page)).toContain('Lite is being applied');
    expect(page.querySelector('h0-bundle-picker')).toBeNull();
    await press('Go to the slots');
    http.expectOne({ method: 'POST', url: '/api/setup/complete' }).flush(aSetupState({ firstRun: false }));
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/slots');
  });

  it('asks another machine for the code before anything can be changed, and again when it is wrong', async () => {
    await open(aSetupState({ codeRequired: true }));
    expect(page.querySelector('h0-bundle-picker')).toBeNull();
    const enter = async (code: string): Promise<TestRequest> => {
      await typeInto(fixture, 'setup-code', code);
      page.querySelector('form')!.dispatchEvent(new Event('submit'));
      await settled(fixture);
      return http.expectOne({ method: 'POST', url: '/api/setup/code' });
    };
    const refusal = { error: { code: 'setup.code_invalid', message: 'This is not the code.' } };
    (await enter('ABCD-1234')).flush(refusal, { status: 401, statusText: 'x' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('This is not the code.');
    expect(page.querySelector('h0-bundle-picker')).toBeNull();
    (await enter(' 0123abcd ')).flush(null, { status: 204, statusText: 'x' });
    await settled(fixture);
    expect(TestBed.inject(SetupCode).value()).toBe('0123abcd');
    expect(document.activeElement?.textContent).toContain('Set up this box');
    expect(page.querySelector('h0-bundle-picker')).not.toBeNull();
    await press('Skip the bundles, I choose models myself');
    // Another one was put down meanwhile.
    http.expectOne({ method: 'POST', url: '/api/bundles/skip' }).flush(refusal, { status: 401, statusText: 'x' });
    await settled(fixture);
    await press('Enter the code again');
    expect(page.querySelector('#setup-code')).not.toBeNull();
  });

  it('takes the keyboard to how far the bundle is, once one is applied', async () => {
    await open(aSetupState());
    sources.current.tell('bundle.run', { run: aRun() });
    await settled(fixture);
    expect(document.activeElement?.textContent).toContain('Lite is being applied');
  });

  it('tells when the box was set up elsewhere meanwhile', async () => {
    await open(aSetupState());
    const record = { action: 'setup.complete', target: 'hal0', outcome: 'ok' as const };
    sources.current.tell('audit', { record });
    await settled(fixture);
    http.expectOne('/api/setup/state').flush(aSetupState({ firstRun: false, hasChatSlot: true }));
    http.expectOne('/api/bundles').flush(someBundles([aBundle({ applied: true })]));
    await settled(fixture);
    expect(textOf(page)).toContain('This box is set up');
    expect(button(page, 'Go to the slots')).toBeDefined();
  });
});

describe('the setup code', () => {
  it('goes with changes of the box, and with nothing else', () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([sendSetupCode])), provideHttpClientTesting()],
    });
    TestBed.inject(SetupCode).value.set('ABCD');
    const client = TestBed.inject(HttpClient);
    for (const url of ['/api/bundles/hal0-lite/apply', '/api/slots', '/v1/chat/completions'])
      client.post(url, {}).subscribe();
    client.get('/api/models').subscribe();
    const sent = (url: string) =>
      TestBed.inject(HttpTestingController).expectOne(url).request.headers.get('x-hal0-setup-code');
    expect(sent('/api/bundles/hal0-lite/apply')).toBe('ABCD');
    expect(sent('/api/slots')).toBe('ABCD');
    expect(sent('/v1/chat/completions')).toBeNull();
    expect(sent('/api/models')).toBeNull();
  });
});
