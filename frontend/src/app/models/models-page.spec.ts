import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { CatalogueModelDto, ModelDto, PullDto } from '../../api/models';
import type { FakeEventSources } from '../../testing/fake-event-source';
import { aCatalogueModel, aPull } from '../../testing/model-samples';
import { button, settled, textOf, typeInto } from '../../testing/on-page';
import { openPage } from '../../testing/opened-page';
import { aModel, aSlot } from '../../testing/samples';
import { SlotQuestions } from '../core/slots/slot-questions';
import { ModelsPage } from './models-page';

describe('ModelsPage', () => {
  let fixture: ComponentFixture<ModelsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    ({ fixture, page, http, sources } = await openPage(ModelsPage));
  });
  afterEach(() => fixture.destroy());

  interface Known {
    models?: ModelDto[];
    pulls?: PullDto[];
    catalogue?: CatalogueModelDto[];
  }
  async function answer({ models = [], pulls = [], catalogue = [] }: Known): Promise<void> {
    http.expectOne('/api/models').flush(models);
    http.expectOne('/api/pulls').flush(pulls);
    http.expectOne('/api/models/catalogue').flush(catalogue);
    await settled(fixture);
  }
  async function set(input: string, value: string): Promise<void> {
    fixture.componentRef.setInput(input, value);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }
  async function flush(method: string, url: string, body: object | null): Promise<unknown> {
    const asked = http.expectOne({ method, url });
    asked.flush(body);
    await settled(fixture);
    return asked.request.body;
  }
  const rows = (list: string) => [...page.querySelectorAll(`[aria-label="${list}"] > li`)].map(textOf);

  it('leads to the bundles while there is no model', async () => {
    await answer({});
    expect(textOf(page)).toContain('No model is here yet');
    expect(page.querySelector('a[href="/bundles"]')).not.toBeNull();
  });

  it('tells of each model what it is, how large, who uses it and what is wrong with it', async () => {
    const broken = aModel({ id: 'gone', name: 'Gone', state: 'missing' });
    await answer({ models: [aModel({ name: 'Tiny', usedBy: ['primary'] }), broken] });
    expect(rows('Installed models')).toEqual([
      'Tiny tiny-chat llm · 2048 tokens primary 2.2 MiB',
      'Gone gone llm · 2048 tokens file missing no slot has it 2.2 MiB',
    ]);
    await set('q', 'GON');
    expect(rows('Installed models')).toHaveLength(1);
    await set('type', 'tts');
    expect(textOf(page)).toContain('No model fits what you look for.');
  });

  it('says of a model of FastFlowLM what it is there, and asks nothing of it that it does not know', async () => {
    const flm = aModel({
      ...{ id: 'qwen3-0.6b', name: 'qwen3-0.6b', recipe: 'flm', checkpoint: 'qwen3:0.6b', path: null },
      ...{ files: [], sizeBytes: 0, contextLength: null },
    });
    await answer({ models: [flm] });
    expect(rows('Installed models')).toEqual(['qwen3-0.6b llm · qwen3:0.6b no slot has it with FastFlowLM']);
    fixture.componentRef.setInput('model', 'qwen3-0.6b');
    await settled(fixture);
    http.expectOne('/api/slots').flush([aSlot({ name: 'primary' }), aSlot({ name: 'agent', device: 'npu' })]);
    await settled(fixture);
    const panel = page.querySelector('h0-model-panel')!;
    expect(textOf(panel)).toContain('Runs on FastFlowLM, on the NPU');
    expect(textOf(panel)).not.toContain('Layers on the GPU');
    expect([...panel.querySelectorAll('button')].map(textOf)).toContain('Load it into agent');
    expect([...panel.querySelectorAll('button')].map(textOf)).not.toContain('Load it into primary');
  });

  it('takes where the file of a model is now, when it is not where it was', async () => {
    await answer({ models: [aModel({ state: 'missing' })] });
    fixture.componentRef.setInput('model', 'tiny-chat');
    await settled(fixture);
    await typeInto(fixture, 'md-path', '/elsewhere/tiny-chat.gguf');
    await press('Save tiny-chat');
    const body = await flush('PATCH', '/api/models/tiny-chat', aModel({ path: '/elsewhere/tiny-chat.gguf' }));
    expect(body).toEqual({ path: '/elsewhere/tiny-chat.gguf' });
  });

  it('finds with every letter, and shows everything again with the keyboard still in the field', async () => {
    await answer({ models: [aModel(), aModel({ id: 'other', name: 'Other' })] });
    const field = page.querySelector<HTMLInputElement>('input[type=search]')!;
    await set('q', 'oth');
    expect(rows('Installed models')).toHaveLength(1);
    await press('Clear');
    expect(document.activeElement).toBe(field);
    expect(TestBed.inject(Router).url).toBe('/');
    field.value = 'tin';
    field.dispatchEvent(new Event('input'));
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/?q=tin');
  });

  it('follows which slots have a model', async () => {
    await answer({ models: [aModel({ usedBy: ['primary'] }), aModel({ id: 'other', name: 'Other' })] });
    sources.current.tell('slot.changed', { slot: aSlot({ model: 'other' }) });
    await settled(fixture);
    expect(rows('Installed models')[0]).toContain('no slot has it');
    expect(rows('Installed models')[1]).toContain('primary');
  });

  it('shows a pull as it comes, pauses it, and lets it go once it is here', async () => {
    await answer({ pulls: [aPull()] });
    expect(rows('Downloads')[0]).toContain('pulling 2.0 GiB of 4.0 GiB · 50 % · 32 MiB/s · 1 min left');
    sources.current.tell('pull.progress', { pull: aPull({ bytesDone: 3 * 1024 ** 3, secondsLeft: 32 }) });
    await settled(fixture);
    expect(rows('Downloads')[0]).toContain('3.0 GiB of 4.0 GiB · 75 %');
    await press('Pause qwen3-4b-q4_k_m');
    await flush('POST', '/api/pulls/00000000000000a1/pause', aPull({ state: 'paused', bytesPerSecond: 0 }));
    expect(rows('Downloads')[0]).toContain('paused');
    expect(button(page, 'Resume qwen3-4b-q4_k_m')).toBeDefined();
    sources.current.tell('pull.completed', { pull: aPull({ state: 'completed' }) });
    await settled(fixture);
    expect(rows('Downloads')).toEqual([]);
  });

  it('says why a pull failed, and discards it only when asked twice', async () => {
    const error = { code: 'pull.checksum_mismatch', message: 'The file is not what the hub says.' };
    await answer({ pulls: [aPull({ state: 'failed', error })] });
    expect(textOf(page.querySelector('[role=alert]'))).toContain('The file is not what the hub says.');
    await press('Discard qwen3-4b-q4_k_m');
    await press('Discard the pull of qwen3-4b-q4_k_m');
    await flush('DELETE', '/api/pulls/00000000000000a1', null);
    expect(rows('Downloads')).toEqual([]);
  });

  it('pulls out of the catalogue what fits, and says what is here already', async () => {
    const large = aCatalogueModel({ id: 'big', name: 'Big', fits: 'no', gated: true });
    const here = aCatalogueModel({ id: 'here', name: 'Here', installed: true });
    await answer({ catalogue: [aCatalogueModel(), large, here] });
    await set('view', 'catalogue');
    const [small, big, known] = rows('Catalogue of models');
    expect(small).toContain('fits llm apache-2.0');
    expect(big).toContain('too large llm apache-2.0 asks for access');
    expect(known).toContain('installed');
    await press('Pull Qwen3.5 0.8B');
    const pull = { ...aPull({ modelId: 'qwen3.5-0.8b' }), resumed: false };
    expect(await flush('POST', '/api/pulls', pull)).toEqual({ source: 'qwen3.5-0.8b' });
    expect(rows('Catalogue of models')[0]).toMatch(/pulling$/);
  });

  it('removes a model with its files, and names the slots that lose it', async () => {
    await answer({ models: [aModel({ usedBy: ['primary', 'agent'] })] });
    await set('model', 'tiny-chat');
    await press('Remove tiny-chat');
    expect(textOf(page.querySelector('h0-remove-model'))).toContain('The slots primary, agent have it');
    await press('Keep it');
    expect(document.activeElement).toBe(button(page, 'Remove tiny-chat'));
    await press('Remove tiny-chat');
    page.querySelector<HTMLInputElement>('h0-remove-model input')!.click();
    await settled(fixture);
    await press('Remove tiny-chat');
    const removed = { id: 'tiny-chat', released: [], filesRemoved: [], filesKept: [], bytesFreed: 2_354_048 };
    await flush('DELETE', '/api/models/tiny-chat?files=true&cascade=true', removed);
    await flush('GET', '/api/models', []);
    expect(textOf(page)).toContain('No model is here yet');
  });

  it('loads a model into a slot of its type, after showing the plan', async () => {
    await answer({ models: [aModel({ usedBy: ['primary'] })] });
    const slots = [
      aSlot({ model: 'tiny-chat' }),
      aSlot({ name: 'coder', model: null }),
      aSlot({ name: 'stt', type: 'transcription' }),
    ];
    await set('model', 'tiny-chat');
    http.expectOne('/api/slots').flush(slots);
    await settled(fixture);
    expect(textOf(page.querySelector('[aria-label="Slots that could have it"]'))).toBe('Load it into coder');
    await press('Load it into coder');
    expect(TestBed.inject(SlotQuestions).open()).toEqual({ kind: 'plan', slot: 'coder', model: 'tiny-chat' });
  });

  it('saves only what was changed about a model', async () => {
    await answer({ models: [aModel({ defaults: { parallel: 2 } })] });
    await set('model', 'tiny-chat');
    await typeInto(fixture, 'md-context', '4096');
    await typeInto(fixture, 'md-parallel', '');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const saved = aModel({ defaults: { contextSize: 4096 } });
    expect(await flush('PATCH', '/api/models/tiny-chat', saved)).toEqual({
      defaults: { contextSize: 4096, parallel: null },
    });
    await flush('GET', '/api/models', [saved]);
    expect(page.querySelector('button[type=submit]')).toBeNull();
  });
});
