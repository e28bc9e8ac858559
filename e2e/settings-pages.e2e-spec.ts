import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.js';
import { Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

const PATHS = ['/settings', '/settings/history', '/hardware'];
const TOML = `# my box
[activity]
retention_days = 45 # long enough
`;

/** Counts what moved on the page by itself, from the first paint on. */
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });`;

describe('settings, history and hardware in a real browser', () => {
  const hal0 = new Hal0Process({ toml: TOML });
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    await hal0.start();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', ({ message }) => faults.push(message));
  });
  afterAll(async () => {
    await browser.close();
    await hal0.stop();
  });

  const toml = () => readFileSync(hal0.paths.hal0Toml, 'utf8');
  const days = () => page.getByRole('textbox', { name: 'retention_days', exact: true });
  const row = () => page.locator('h0-setting-row', { has: days() });

  it('says where a value came from, and what is wrong with another one', async () => {
    await page.goto(`${hal0.url}/settings#activity`);
    await row().getByText('hal0.toml:3').waitFor();
    await days().fill('many');
    await days().blur();
    await row().getByText('retention_days must be a whole number').waitFor();
    expect(await page.getByRole('button', { name: 'Save settings' }).isDisabled()).toBe(true);
    expect(toml()).toBe(TOML);
  });

  it('reviews a change and saves it, and nothing else of the file', async () => {
    await days().fill('46');
    await page.getByRole('button', { name: 'Review' }).click();
    const panel = page.getByRole('dialog', { name: 'Review the changes' });
    await panel.getByText('+retention_days = 46 # long enough').waitFor();
    await panel.getByText('hal0 config set activity.retention_days 46').waitFor();
    await panel.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Saved activity.retention_days.').waitFor();
    expect(toml()).toBe(TOML.replace('45', '46'));
    expect(await days().inputValue()).toBe('46');
  });

  it('shows the change in the history, and undoes it', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    const change = page.getByRole('article').first();
    await change.getByText('activity.retention_days').waitFor();
    await change.getByRole('button', { name: /^Undo change/ }).click();
    await page.getByText(/is undone as change/).waitFor();
    expect(toml()).toBe(TOML);
    await page.getByText(/undone by/).waitFor();
  });

  it('takes a secret and never gives it back', async () => {
    await page.goto(`${hal0.url}/settings#secrets`);
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('HF_TOKEN');
    await page.getByLabel('Value', { exact: true }).fill('hf_kept_to_itself');
    await page.getByLabel('Value', { exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Remove HF_TOKEN' }).waitFor();
    expect(await page.content()).not.toContain('hf_kept_to_itself');
    expect(readFileSync(hal0.paths.apiEnv, 'utf8')).toContain('hf_kept_to_itself');
  });

  it('tells what the machine is, and what it is doing', async () => {
    await page.goto(`${hal0.url}/hardware`);
    const now = page.getByRole('region', { name: 'Now' });
    await now.getByText('live').waitFor();
    await now.getByText('Memory used').waitFor();
    const { cpuModel } = (await hal0.request<{ cpuModel: string }>('GET', '/api/hardware')).body;
    await page.getByText(cpuModel).first().waitFor();
    await page.getByRole('button', { name: 'Probe again' }).click();
    await page.getByText('The hardware was probed again.').waitFor();
  });

  it.each(['dark', 'light'])('fits a phone in the %s theme, and moves nothing by itself', async (theme) => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    phone.on('pageerror', ({ message }) => faults.push(message));
    await phone.addInitScript(`localStorage.setItem('hal0.theme', '${theme}');${WATCH_SHIFTS}`);
    for (const path of PATHS) {
      await phone.goto(hal0.url + path);
      await phone.locator('h0-setting-row, h0-revision-card, h0-headroom').first().waitFor();
      const overflow = await phone.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      const inside = await phone.evaluate<number>(
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('main'))",
      );
      expect({ path, overflow, inside }).toEqual({ path, overflow: 0, inside: 0 });
      expect(await phone.evaluate<number>('window.shifted')).toBeLessThan(0.02);
    }
    await phone.close();
  });

  it('had no fault in its console', () => {
    expect(faults).toEqual([]);
  });
});
