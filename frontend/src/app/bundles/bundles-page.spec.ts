import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { BundlesDto } from '../../api/models';
import { aBundle, aBundlePlan, aRun, someBundles } from '../../testing/bundle-samples';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { button, settled, textOf } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { Toasts } from '../ui/toasts';
import { BundlesPage } from './bundles-page';

const TOO_LARGE = 'It is meant for 64 GB; this box has 15.6 GiB.';

describe('BundlesPage', () => {
  let fixture: ComponentFixture<BundlesPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(BundlesPage));
  });
  afterEach(() => fixture.destroy());

  async function answer(bundles: BundlesDto): Promise<void> {
    http.expectOne('/api/bundles').flush(bundles);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }
  async function flush(method: string, url: string, body: object): Promise<unknown> {
    const asked = http.expectOne({ method, url });
    asked.flush(body);
    await settled(fixture);
    return asked.request.body;
  }
  async function submit(): Promise<void> {
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
  }

  it('says what each bundle needs, brings, and why this box is too small for it', async () => {
    const pro = aBundle({ id: 'hal0-pro', name: 'Pro', recommended: false, eligible: false, reason: TOO_LARGE });
    await answer(someBundles([aBundle(), pro]));
    expect(textOf(page)).toContain('This box: 15.6 GiB of memory · 100 GiB free on the disk');
    const cards = [...page.querySelectorAll('h0-bundle-card')].map(textOf);
    expect(cards[0]).toContain('Lite suggested for this box');
    expect(cards[0]).toContain('16 GB of memory · 1.0 GiB of models · 1.0 GiB to download primary qwen3.5-0.8b');
    expect(cards[1]).toContain(TOO_LARGE);
  });

  it('shows the plan, applies it, and follows the run to its end', async () => {
    await answer(someBundles([aBundle()]));
    await press('Apply Lite');
    await flush('GET', '/api/bundles/hal0-lite/plan?npuOptIn=false', aBundlePlan());
    const panel = textOf(page.querySelector('h0-apply-panel'));
    expect(panel).toContain('1.0 GiB together; 100 GiB are free on the disk.');
    expect(panel).toContain('primary model qwen3.5-0.8b');
    expect(panel).not.toContain('embed');
    await submit();
    const body = await flush('POST', '/api/bundles/hal0-lite/apply', aRun());
    expect(body).toEqual({ npuOptIn: false, force: false });
    expect(page.querySelector('h0-apply-panel')).toBeNull();
    const run = () => textOf(page.querySelector('h0-bundle-run-view'));
    expect(run()).toContain('Lite is being applied');
    expect(run()).toContain('512 MiB of 1.0 GiB · 50 % · 32 MiB/s · 16 s left');
    const slots = [{ slot: 'primary', model: 'qwen3.5-0.8b', state: 'done' as const, error: null }];
    sources.current.tell('bundle.run', { run: aRun({ state: 'completed', percent: 100, slots, secondsLeft: null }) });
    await settled(fixture);
    expect(run()).toContain('Lite is applied');
    expect(run()).toContain('primary set');
  });

  it('lets only who insists apply what this box is too small for', async () => {
    await answer(someBundles([aBundle({ eligible: false, reason: TOO_LARGE })]));
    await press('Apply Lite');
    await flush('GET', '/api/bundles/hal0-lite/plan?npuOptIn=false', aBundlePlan());
    const apply = () => page.querySelector<HTMLButtonElement>('form button[type=submit]')!;
    expect(textOf(page.querySelector('form h0-note'))).toContain(TOO_LARGE);
    expect(apply().disabled).toBe(true);
    page.querySelector<HTMLInputElement>('form h0-switch input')!.click();
    await settled(fixture);
    await submit();
    const body = await flush('POST', '/api/bundles/hal0-lite/apply', aRun());
    expect(body).toEqual({ npuOptIn: false, force: true });
  });

  async function choose(text: string, size = text.length): Promise<void> {
    const input = page.querySelector<HTMLInputElement>('input[type=file]')!;
    const file = { name: 'box.json', size, text: () => Promise.resolve(text) };
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    input.dispatchEvent(new Event('change'));
    await settled(fixture);
  }
  const panel = () => page.querySelector('h0-import-panel');

  it('shows what a bundle in a file would change, and takes it over', async () => {
    await answer(someBundles([aBundle()]));
    await choose('{"id":"my-box"}');
    const held = { field: 'device', from: 'cpu', to: 'npu', heldBy: '/etc/hal0/hal0.toml:12' };
    const [primary] = aBundlePlan().slots;
    const slots = [{ ...primary, changes: [...primary.changes, held] }];
    const plan = { ...aBundlePlan({ slots }), bundle: 'my-box', name: 'My box', unavailable: ['home-made'] };
    expect(await flush('POST', '/api/bundles/import/preview', plan)).toEqual({ id: 'my-box' });
    for (const words of [
      'My box',
      '1.0 GiB together',
      'primary model qwen3.5-0.8b',
      'npu held by /etc/hal0/hal0.toml:12',
      'Nobody says where to get home-made',
    ])
      expect(textOf(panel())).toContain(words);
    expect(textOf(panel())).not.toContain('takes the place');
    await submit();
    const mine = aBundle({ id: 'my-box', name: 'My box', imported: true });
    expect(await flush('POST', '/api/bundles/import', mine)).toEqual({ id: 'my-box' });
    await answer(someBundles([aBundle(), mine]));
    expect(panel()).toBeNull();
    expect(textOf(page)).toContain('My box suggested for this box imported');
    await choose('{"id":"my-box"}');
    await flush('POST', '/api/bundles/import/preview', plan);
    expect(textOf(panel())).toContain('It takes the place of My box');
    await press('Cancel');
    expect(panel()).toBeNull();
  });

  it.each([
    ['no JSON', '<html>', 6, 'The file is not JSON.'],
    ['no bundle, by its size', '{}', 2 ** 30, 'too large for a bundle'],
  ])('says of a file that it is %s, and asks nobody', async (_what, text, size, words) => {
    await answer(someBundles([aBundle()]));
    await choose(text, size);
    http.expectNone('/api/bundles/import/preview');
    expect(textOf(panel()?.querySelector('[role=alert]'))).toContain(words);
    expect(panel()?.querySelector('[type=submit]')).toBeNull();
  });

  it('says what is wrong with a bundle, and imports nothing', async () => {
    await answer(someBundles([aBundle()]));
    await choose('{"id":"run"}');
    const error = { code: 'bundle.invalid', message: 'id must be another.' };
    http
      .expectOne({ method: 'POST', url: '/api/bundles/import/preview' })
      .flush({ error }, { status: 422, statusText: 'x' });
    await settled(fixture);
    expect(textOf(panel()?.querySelector('[role=alert]'))).toContain('id must be another.');
    expect(panel()?.querySelector('[type=submit]')).toBeNull();
  });

  it('says why there is nothing to save', async () => {
    await answer(someBundles([aBundle()]));
    await press('Save this box as a bundle');
    const error = { code: 'bundle.nothing_to_export', message: 'There is nothing to save.' };
    http.expectOne('/api/bundles/export').flush({ error }, { status: 409, statusText: 'x' });
    await settled(fixture);
    expect(TestBed.inject(Toasts).shown().at(-1)?.problem?.message).toContain('There is nothing to save.');
  });

  it('says what is missing of a bundle, and goes on with it', async () => {
    const error = { code: 'hub.unreachable', message: 'The hub does not answer.' };
    const models = [{ ...aRun().models[0]!, state: 'failed' as const, error }];
    await answer(someBundles([aBundle()], { run: aRun({ state: 'incomplete', models }) }));
    expect(textOf(page.querySelector('h0-bundle-run-view'))).toContain('The hub does not answer. hub.unreachable');
    await press('Apply Lite again');
    expect(await flush('POST', '/api/bundles/hal0-lite/apply', aRun())).toEqual({ npuOptIn: false });
    expect(textOf(page.querySelector('h0-bundle-run-view'))).toContain('Lite is being applied');
    await press('Cancel Lite');
    await flush('POST', '/api/bundles/run/cancel', aRun({ state: 'cancelled' }));
    expect(textOf(page.querySelector('h0-bundle-run-view'))).toContain('Lite was cancelled');
  });
});
