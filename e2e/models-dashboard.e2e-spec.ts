import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FakeHub, projectorBytes } from '@hal0/registry/testing';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.js';
import { DEMO_MODELS, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

const CHAT = join(DEMO_MODELS, 'hal0-demo-chat-2m-q8_0.gguf');

describe('models in the dashboard, in a real browser', () => {
  let hub: FakeHub;
  let hal0: Hal0Process;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    hub = await FakeHub.start();
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT });
    // What hal0-Lite fetches, shrunken.
    hub.add('unsloth/Qwen3.5-0.8B-GGUF', { 'Qwen3.5-0.8B-UD-Q4_K_XL.gguf': CHAT, 'mmproj-F16.gguf': projectorBytes() });
    hal0 = new Hal0Process({
      toml: `[models]\nhub_url = "${hub.url}"\n`,
      environment: { HAL0_HOST_RAM_GB: '15.6' },
    });
    await hal0.start();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', ({ message }) => faults.push(message));
  });
  afterAll(async () => {
    await browser.close();
    await hal0.stop();
    await hub.stop();
  });

  it('begin with a choice of bundles on a new box, and the choice to have none', async () => {
    await page.goto(hal0.url);
    await page.waitForURL('**/setup');
    await page.getByRole('heading', { name: 'hal0-Lite' }).waitFor();
    await page.getByRole('button', { name: 'Skip the bundles' }).click();
    await hal0.until(
      async () =>
        (await hal0.request<{ pickerPending: boolean }>('GET', '/api/setup/state')).body.pickerPending === false,
      'the choice to arrive',
    );
  });

  it('are looked at, pulled and listed', async () => {
    await page.goto(`${hal0.url}/models?add=pull`);
    const panel = page.getByLabel('Pull a model', { exact: true });
    await page.getByLabel('Where it is').fill('org/tiny-GGUF');
    await page.getByRole('button', { name: 'Look what is there' }).click();
    await page.getByLabel('Id', { exact: true }).fill('tiny');
    await panel.getByRole('button', { name: 'Pull Q8_0' }).click();
    await page.getByRole('list', { name: 'Installed models' }).getByText('tiny', { exact: true }).waitFor();
  });

  it('are chosen one by one out of a folder', async () => {
    await page.goto(`${hal0.url}/models?add=disk`);
    const panel = page.getByLabel('Add models from disk', { exact: true });
    await panel.getByRole('button', { name: 'A folder' }).click();
    await panel.getByLabel('Path').fill(DEMO_MODELS);
    await panel.getByRole('button', { name: 'Look into the folder' }).click();
    const all = panel.getByLabel('All that are new');
    await all.uncheck();
    await panel.getByLabel('hal0-demo-embed-2m-q8_0', { exact: true }).check();
    expect(await panel.getByText('hal0 model add').textContent()).toContain('hal0-demo-embed-2m-q8_0.gguf');
    await panel.getByRole('button', { name: 'Add 1 model' }).click();
    await page.getByRole('list', { name: 'Installed models' }).getByText('hal0-demo-embed-2m-q8_0').waitFor();
    const { body } = await hal0.request<{ id: string }[]>('GET', '/api/models');
    expect(body.map(({ id }) => id).sort()).toEqual(['hal0-demo-embed-2m-q8_0', 'tiny']);
  });

  it('are kept as a file, which another box previews and takes', async () => {
    await page.goto(`${hal0.url}/models?add=registry`);
    const panel = page.getByLabel('Registry as a file', { exact: true });
    const coming = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Download registry.toml' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('registry.toml');
    const text = await readFile(await download.path(), 'utf8');
    // One of them under another name, its file where it was.
    const buffer = Buffer.from(text.replaceAll(/hal0-demo-embed-2m-q8_0(?!\.gguf)/g, 'embed-again'));
    await panel.getByLabel('File').setInputFiles({ name: 'registry.toml', mimeType: 'application/toml', buffer });
    await panel.getByText('here already', { exact: true }).waitFor();
    expect((await hal0.request<object[]>('GET', '/api/models')).body).toHaveLength(2);
    await panel.getByRole('button', { name: 'Import 1 model' }).click();
    await page.getByRole('list', { name: 'Installed models' }).getByText('embed-again').waitFor();
  });

  it('go into a slot from there, which then answers', async () => {
    await page.goto(`${hal0.url}/models?model=tiny`);
    await page.getByRole('button', { name: 'Load it into primary' }).click();
    const plan = page.getByRole('dialog').last();
    await plan.getByText('Comes in').waitFor();
    await plan.getByRole('button', { name: /primary/ }).click();
    await hal0.until(async () => (await hal0.slot('primary')).state === 'ready', 'the slot to have it');
    const answer = await hal0.request('POST', '/v1/chat/completions', {
      model: 'tiny',
      max_tokens: 8,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    expect(answer.status).toBe(200);
  });

  it('come with a bundle as well, chosen on a phone, whose slot is then another', async () => {
    await page.setViewportSize({ width: 375, height: 700 });
    await page.goto(`${hal0.url}/bundles`);
    await page.getByRole('button', { name: 'Apply hal0-Lite' }).click();
    const panel = page.getByLabel('Apply hal0-Lite', { exact: true });
    await panel.getByText('qwen3.5-0.8b').first().waitFor();
    await panel.getByRole('button', { name: 'Apply hal0-Lite' }).click();
    await hal0.until(async () => (await hal0.slot('primary')).model === 'qwen3.5-0.8b', 'the bundle to be applied');
    await page.getByRole('button', { name: 'Apply again: hal0-Lite' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(faults).toEqual([]);
  });

  it('are given away with their slots as a file, which is looked at before it is taken in', async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save this box as a bundle' }).click(),
    ]);
    const manifest = JSON.parse(readFileSync(await file.path(), 'utf8')) as { id: string; name: string };
    expect([file.suggestedFilename(), manifest.id]).toEqual(['my-box.json', 'my-box']);
    const sent = JSON.stringify({ ...manifest, name: 'Attic' });
    const chosen = { name: 'attic.json', mimeType: 'application/json', buffer: Buffer.from(sent) };
    await page.getByLabel('Bundle', { exact: true }).setInputFiles(chosen);
    const panel = page.getByLabel('Import attic.json', { exact: true });
    await panel.getByText('All are set so already.').waitFor();
    expect((await hal0.request('GET', '/api/bundles/my-box')).status).toBe(404);
    await panel.getByRole('button', { name: 'Import Attic' }).click();
    await page.getByRole('button', { name: 'Apply again: Attic' }).waitFor();
    expect((await hal0.request('GET', '/api/bundles/my-box')).body).toMatchObject({ name: 'Attic', imported: true });
    expect(faults).toEqual([]);
  });
});
