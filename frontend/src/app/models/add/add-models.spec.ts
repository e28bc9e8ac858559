import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import type { ComponentFixture } from '@angular/core/testing';
import { aPull, anInspection } from '../../../testing/model-samples';
import { button, settled, textOf, typeInto } from '../../../testing/on-page';
import { openPage } from '../../../testing/opened-page';
import { aModel } from '../../../testing/samples';
import { ModelsPage } from '../models-page';

describe('adding models', () => {
  let fixture: ComponentFixture<ModelsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(async () => {
    ({ fixture, page, http } = await openPage(ModelsPage));
    for (const url of ['/api/models', '/api/pulls', '/api/models/catalogue']) http.expectOne(url).flush([]);
    await settled(fixture);
  });
  afterEach(() => fixture.destroy());

  async function open(form: string): Promise<void> {
    fixture.componentRef.setInput('add', form);
    await settled(fixture);
  }
  async function submit(): Promise<void> {
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    await settled(fixture);
  }
  async function flush(url: string, body: object, status = 200): Promise<unknown> {
    const asked = http.expectOne({ method: 'POST', url });
    asked.flush(body, { status, statusText: 'x' });
    await settled(fixture);
    return asked.request.body;
  }

  it('looks first, suggests what fits, and pulls the variant that was chosen', async () => {
    await open('pull');
    await typeInto(fixture, 'pull-source', 'unsloth/Qwen3-4B-GGUF');
    await submit();
    expect(await flush('/api/models/inspect', anInspection())).toEqual({ source: 'unsloth/Qwen3-4B-GGUF' });
    const variants = [...page.querySelectorAll('.variant')];
    expect(variants.map(textOf)).toEqual(['Q4_K_M suggested 2.0 GiB fits', 'F16 30 GiB too large']);
    expect(textOf(page.querySelector('form h0-command-line'))).toBe('hal0 model pull unsloth/Qwen3-4B-GGUF:Q4_K_M');
    variants[1]!.querySelector('input')!.dispatchEvent(new Event('change'));
    await settled(fixture);
    expect(textOf(page)).toContain('It takes 31 GiB; 15.6 GiB are there.');
    await typeInto(fixture, 'pull-id', 'mine');
    await submit();
    expect(await flush('/api/pulls', aPull(), 202)).toEqual({ source: 'unsloth/Qwen3-4B-GGUF:F16', id: 'mine' });
  });

  it('keeps to the revision that was asked for', async () => {
    await open('pull');
    await typeInto(fixture, 'pull-source', 'unsloth/Qwen3-4B-GGUF@main');
    await submit();
    await flush('/api/models/inspect', anInspection());
    expect(textOf(page.querySelector('form h0-command-line'))).toContain('Qwen3-4B-GGUF@0123456789abcdef:Q4_K_M');
  });

  it('says why nothing is known of a source, and why a pull is refused', async () => {
    await open('pull');
    await typeInto(fixture, 'pull-source', 'acme/gated');
    await submit();
    const problem = { code: 'hub.gated', message: 'Its owner lets one in first.' };
    await flush('/api/models/inspect', anInspection({ gated: true, problem }));
    expect(textOf(page.querySelector('form [role=alert]'))).toContain('hub.gated');
    await submit();
    await flush('/api/pulls', { error: { code: 'model.insufficient_disk', message: 'It needs 2.0 GiB.' } }, 507);
    expect(textOf(page.querySelector('.foot [role=alert]'))).toContain('It needs 2.0 GiB. model.insufficient_disk');
  });

  it('adds one file by its path', async () => {
    await open('disk');
    await typeInto(fixture, 'disk-path', '/srv/tiny.gguf');
    await submit();
    expect(await flush('/api/models', aModel(), 201)).toEqual({ path: '/srv/tiny.gguf' });
  });

  it('shows what a folder holds before anything is added', async () => {
    await open('disk');
    button(page, 'All of a folder').click();
    await settled(fixture);
    await typeInto(fixture, 'disk-path', '/srv/models');
    await submit();
    const found = {
      path: '/srv/models/a.gguf',
      id: 'a',
      name: 'a',
      type: 'llm',
      labels: [],
      files: [],
      mmproj: null,
      sizeBytes: 2048,
      quantization: null,
      contextLength: null,
      state: 'new',
      problem: null,
    };
    const torn = {
      ...found,
      path: '/srv/models/b.gguf',
      id: 'b',
      state: 'skipped',
      problem: { code: 'model.file_corrupt', message: 'It is cut short.' },
    };
    const asked = await flush('/api/models/scan/preview', { roots: ['/srv/models'], models: [found, torn] });
    expect(asked).toEqual({ paths: ['/srv/models'] });
    const list = [...page.querySelectorAll('[aria-label="What was found"] li')].map(textOf);
    expect(list).toEqual(['a 2.0 KiB new llm', 'b 2.0 KiB skipped It is cut short.']);
    button(page, 'Add 1 model').click();
    await submit();
    const added = { roots: ['/srv/models'], added: ['a'], healed: [], skipped: [] };
    expect(await flush('/api/models/scan', added)).toEqual({ paths: ['/srv/models'] });
    http.expectOne({ method: 'GET', url: '/api/models' }).flush([aModel()]);
  });
});
