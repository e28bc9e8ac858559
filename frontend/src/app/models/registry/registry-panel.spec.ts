import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HttpTestingController } from '@angular/common/http/testing';
import type { ComponentFixture } from '@angular/core/testing';
import type { ImportedRecordDto } from '../../../api/models';
import { button, settled, textOf } from '../../../testing/on-page';
import { openPage } from '../../../testing/opened-page';
import { aModel } from '../../../testing/samples';
import { ModelsPage } from '../models-page';

const TOML = '[models.small]\npath = "/m/small.gguf"\n';
const IMPORT = { method: 'POST', url: '/api/models/import' };

describe('the registry as a file', () => {
  let fixture: ComponentFixture<ModelsPage>;
  let page: HTMLElement;
  let http: HttpTestingController;

  beforeEach(async () => {
    ({ fixture, page, http } = await openPage(ModelsPage));
    http.expectOne('/api/models').flush([aModel()]);
    for (const url of ['/api/pulls', '/api/models/catalogue']) http.expectOne(url).flush([]);
    fixture.componentRef.setInput('add', 'registry');
    await settled(fixture);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    fixture.destroy();
  });

  async function choose(text: string): Promise<void> {
    const input = page.querySelector<HTMLInputElement>('#registry-file')!;
    const file = { name: 'my registry.toml', text: () => Promise.resolve(text) };
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    input.dispatchEvent(new Event('change'));
    await settled(fixture);
  }
  async function answer(...records: ImportedRecordDto[]): Promise<unknown> {
    const asked = http.expectOne(IMPORT);
    asked.flush(records);
    await settled(fixture);
    return asked.request.body;
  }
  const rows = () => [...page.querySelectorAll('[aria-label="What would become of them"] li')].map(textOf);

  it('is downloaded as registry.toml', async () => {
    const kept: Blob[] = [];
    Object.assign(URL, { createObjectURL: (blob: Blob) => (kept.push(blob), 'blob:x'), revokeObjectURL: jest.fn() });
    const names: string[] = [];
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    button(page, 'Download registry.toml').click();
    http.expectOne('/api/models/export').flush({ text: TOML, models: 1 });
    await settled(fixture);
    expect(names).toEqual(['registry.toml']);
    expect(kept.map(({ size }) => size)).toEqual([TOML.length]);
  });

  it('shows what a file would do, and does it only then', async () => {
    await choose(TOML);
    const first = await answer(
      { id: 'small', outcome: 'added', note: 'Its file is not there.' },
      { id: 'tiny-chat', outcome: 'kept', note: null },
      { id: 'bad', outcome: 'skipped', note: 'It names no file.' },
    );
    expect(first).toEqual({ text: TOML, replace: false, preview: true });
    expect(rows()).toEqual([
      'bad left out It names no file.',
      'small new Its file is not there.',
      'tiny-chat here already',
    ]);
    page.querySelector<HTMLInputElement>('[role=switch]')!.click();
    await settled(fixture);
    const again = await answer(
      { id: 'small', outcome: 'added', note: null },
      { id: 'tiny-chat', outcome: 'replaced', note: null },
    );
    expect(again).toEqual({ text: TOML, replace: true, preview: true });
    expect(textOf(page)).toContain("hal0 registry import 'my registry.toml' --force");
    button(page, 'Import 2 models');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const body = await answer({ id: 'small', outcome: 'added', note: null });
    expect(body).toEqual({ text: TOML, replace: true });
    http.expectOne({ method: 'GET', url: '/api/models' }).flush([aModel()]);
  });

  it('says why a file cannot be read, and imports nothing', async () => {
    await choose('[[');
    http
      .expectOne(IMPORT)
      .flush(
        { error: { code: 'system.toml_invalid', message: 'registry.toml, line 1' } },
        { status: 400, statusText: 'x' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('.foot [role=alert]'))).toContain('registry.toml, line 1');
    expect(button(page, 'Import the models').disabled).toBe(true);
  });
});
