import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import type { ComponentFixture } from '@angular/core/testing';
import type { ScannedModelDto } from '../../../api/models';
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
    expect(textOf(page.querySelector('form [role=alert]'))).toContain('hub.gated Open the secrets');
    expect(page.querySelector('form h0-note')).toBeNull();
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

  const A: ScannedModelDto = {
    path: '/srv/models/a.gguf',
    id: 'a',
    name: 'A',
    type: 'llm',
    labels: [],
    files: [],
    mmproj: null,
    sizeBytes: 2048,
    quantization: 'Q8_0',
    contextLength: null,
    state: 'new',
    problem: null,
  };
  const TORN: ScannedModelDto = {
    ...A,
    path: '/srv/models/torn.gguf',
    id: 'torn',
    state: 'skipped',
    problem: { code: 'model.file_corrupt', message: 'It is cut short.' },
  };
  const MUTE: ScannedModelDto = {
    ...A,
    path: '/srv/models/mute.safetensors',
    id: 'mute',
    name: 'mute',
    type: null,
    state: 'skipped',
    problem: { code: 'model.type_unknown', message: 'Nothing tells what it is for.' },
  };

  async function lookInto(...models: ScannedModelDto[]): Promise<void> {
    await open('disk');
    button(page, 'A folder').click();
    await settled(fixture);
    await typeInto(fixture, 'disk-path', '/srv/models');
    await submit();
    const asked = await flush('/api/models/scan/preview', { roots: ['/srv/models'], models });
    expect(asked).toEqual({ paths: ['/srv/models'] });
  }
  const found = () => [...page.querySelectorAll<HTMLElement>('[aria-label="What was found"] li')];
  const box = (at: number) => found()[at]!.querySelector<HTMLInputElement>('input')!;
  const command = () => textOf(page.querySelector('form h0-command-line'));
  async function tick(at: number): Promise<void> {
    box(at).click();
    await settled(fixture);
  }

  it('shows what a folder holds before anything is added, and adds what is new', async () => {
    await lookInto(A, TORN, { ...A, path: '/srv/models/old.gguf', id: 'old', state: 'known' });
    expect(found().map(textOf)).toEqual([
      'a 2.0 KiB new llm · Q8_0 /srv/models/a.gguf',
      'torn 2.0 KiB left out It is cut short. /srv/models/torn.gguf',
      'old 2.0 KiB installed',
    ]);
    expect(box(1).disabled).toBe(true);
    expect(command()).toBe('hal0 model scan /srv/models --add');
    button(page, 'Add 1 model');
    await submit();
    const added = { roots: [], added: ['a'], healed: [], skipped: [] };
    const asked = await flush('/api/models/scan', added);
    expect(asked).toEqual({ models: [{ path: '/srv/models/a.gguf', id: 'a', name: 'A' }] });
    http.expectOne({ method: 'GET', url: '/api/models' }).flush([aModel()]);
  });

  it('adds only what was chosen of a folder', async () => {
    await lookInto(A, { ...A, path: '/srv/models/b c.gguf', id: 'b', name: 'B' });
    await tick(0);
    expect(command()).toBe("hal0 model add '/srv/models/b c.gguf'");
    await tick(1);
    expect(button(page, 'Add 0 models').disabled).toBe(true);
    page.querySelector<HTMLInputElement>('.all input')!.click();
    await settled(fixture);
    button(page, 'Add 2 models');
    await tick(0);
    await submit();
    const asked = await flush('/api/models/scan', { roots: [], added: ['b'], healed: [], skipped: [] });
    expect(asked).toEqual({ models: [{ path: '/srv/models/b c.gguf', id: 'b', name: 'B' }] });
    http.expectOne({ method: 'GET', url: '/api/models' }).flush([aModel()]);
  });

  it('asks what a file is for that does not tell, and adds it then', async () => {
    await lookInto(MUTE);
    expect(box(0).disabled).toBe(true);
    const select = found()[0]!.querySelector('select')!;
    select.value = 'image';
    select.dispatchEvent(new Event('change'));
    await settled(fixture);
    expect(command()).toBe('hal0 model add /srv/models/mute.safetensors --type image');
    await submit();
    const skipped = [{ path: MUTE.path, code: 'model.exists', message: 'mute is there already.' }];
    const asked = await flush('/api/models/scan', { roots: [], added: [], healed: [], skipped });
    expect(asked).toEqual({ models: [{ path: MUTE.path, id: 'mute', name: 'mute', type: 'image' }] });
    expect(textOf(page.querySelector('.foot [role=alert]'))).toContain('mute is there already. model.exists');
  });

  it('says so when a folder holds nothing new, and looks again', async () => {
    await lookInto({ ...A, state: 'known' });
    expect(textOf(page)).toContain('Nothing there is new.');
    button(page, 'Look again');
    await submit();
    await flush('/api/models/scan/preview', { roots: [], models: [A] });
    button(page, 'Add 1 model');
  });

  it('adds a model that FastFlowLM keeps, once it is said what it is for', async () => {
    await open('disk');
    button(page, 'Of FastFlowLM').click();
    await settled(fixture);
    await typeInto(fixture, 'disk-checkpoint', 'qwen3:0.6b');
    expect(button(page, 'Add the model').disabled).toBe(true);
    const type = page.querySelector<HTMLSelectElement>('#disk-type')!;
    expect([...type.options].map(({ value }) => value)).toEqual(['', 'llm', 'embedding', 'transcription']);
    type.value = 'llm';
    type.dispatchEvent(new Event('change'));
    await settled(fixture);
    expect(command()).toBe('hal0 model add --flm qwen3:0.6b --type llm');
    await submit();
    const asked = await flush('/api/models', aModel(), 201);
    expect(asked).toEqual({ recipe: 'flm', checkpoint: 'qwen3:0.6b', type: 'llm' });
  });

  it('does not show what was found of a source that is no longer the one named', async () => {
    await open('pull');
    await typeInto(fixture, 'pull-source', 'acme/first');
    await submit();
    const asked = http.expectOne({ method: 'POST', url: '/api/models/inspect' });
    await typeInto(fixture, 'pull-source', 'acme/second');
    asked.flush(anInspection());
    await settled(fixture);
    expect(page.querySelector('.variant')).toBeNull();
    button(page, 'Look what is there');
  });
});
