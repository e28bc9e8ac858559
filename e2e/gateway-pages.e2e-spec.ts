import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FakeProvider } from '@hal0/dispatcher/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.js';
import { Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

/** With words that are there once a page knows what it shows. */
const PAGES = [
  ['/requests', 'instead of primary'],
  ['/requests?open=1', 'Request id'],
  ['/upstreams', 'healthy'],
  ['/upstreams?edit=openai', 'Test without saving'],
  ['/keys', 'There is no key yet.'],
  ['/slots/primary/configuration', 'When it goes on to the fallback'],
] as const;
const HELLO = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 8 };

describe('requests, upstreams, keys and fallback in a real browser', () => {
  const hal0 = new Hal0Process({ demo: true });
  let provider: FakeProvider;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    provider = await FakeProvider.start({ key: 'sk-right' });
    await hal0.start();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', ({ message }) => faults.push(message));
  });
  afterAll(async () => {
    await browser.close();
    await hal0.stop();
    await provider.close();
  });

  const open = (path: string) => page.goto(hal0.url + path);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const ask = (model: string) => hal0.request<{ id: string }>('POST', '/v1/chat/completions', { model, ...HELLO });
  const rowOf = (name: string) => page.getByRole('list', { name: 'Upstreams' }).locator('> li', { hasText: name });
  const askWith = (key: string, path = '/v1/models') =>
    fetch(hal0.url + path, { headers: { authorization: `Bearer ${key}` } });

  describe('requests', () => {
    it('come into the list by themselves, and the detail explains where the time went', async () => {
      await open('/requests');
      await page.getByText('No request has ended yet').waitFor();
      await hal0.request('POST', '/api/slots/primary/unload', {});
      await hal0.until(async () => (await hal0.slot('primary')).state === 'offline', 'the slot to be empty');
      expect((await ask('primary')).status).toBe(200);
      await page.getByRole('row', { name: /primary.*load/ }).waitFor();
      await page.getByRole('link', { name: 'primary', exact: true }).click();
      const detail = page.getByRole('dialog', { name: 'Request' });
      await detail.getByText(/% of .* went into loading the model\. .* was not in memory when it came\./).waitFor();
      await detail.getByRole('row', { name: /^Loading the model/ }).waitFor();
      await detail.getByText('this box').waitFor();
      await page.keyboard.press('Escape');
      await detail.waitFor({ state: 'detached' });
    });

    it('are found by how they ended', async () => {
      expect((await ask('nosuch')).status).toBe(404);
      await page.getByRole('combobox', { name: 'Outcome' }).selectOption('failed');
      await page.getByRole('row', { name: /nosuch.*404 dispatch\.no_route/ }).waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
      await button('Clear').click();
      await page.getByRole('row', { name: /primary/ }).waitFor();
    });
  });

  describe('upstreams', () => {
    it('are added with their key, which is tried first', async () => {
      await open('/upstreams');
      await page.getByText('Everything stays on this box').waitFor();
      await page.getByRole('link', { name: 'Add an upstream' }).click();
      const form = page.getByRole('dialog', { name: 'Add an upstream' });
      await form.getByRole('button', { name: 'OpenAI', exact: true }).click();
      await form.getByLabel('Address').fill(provider.url);
      await form.getByLabel('Key', { exact: true }).fill('sk-wrong');
      await form.getByRole('button', { name: 'Test without saving' }).click();
      await form.getByText(/refused the key/).waitFor();
      await form.getByLabel('Key', { exact: true }).fill('sk-right');
      await form.getByRole('button', { name: 'Test without saving' }).click();
      await form.getByText(/and lists 2 models/).waitFor();
      await form.getByRole('button', { name: 'Add openai' }).click();
      await form.waitFor({ state: 'detached' });
      await rowOf('openai').getByText(provider.url).waitFor();
      expect(await page.content()).not.toContain('sk-right');
    });

    it('are tested, used and told of as they fail, without a reload', async () => {
      await button('Test openai').click();
      await rowOf('openai').getByText('healthy').waitFor();
      await rowOf('openai').getByText('2 models ·').waitFor();
      expect((await ask('openai/gpt-fake')).status).toBe(200);
      expect(provider.asked).toHaveLength(1);
      provider.fail({ kind: 'status', status: 500, message: 'The engine is on fire.' });
      expect((await ask('openai/gpt-fake')).status).toBeGreaterThanOrEqual(500);
      await rowOf('openai').getByText('failing').waitFor();
      expect((await ask('openai/gpt-fake')).status).toBe(200);
      await rowOf('openai').getByText('healthy').waitFor();
    });

    it('that others add and remove come and go by themselves', async () => {
      const body = { name: 'lan', url: 'http://127.0.0.1:9/v1', authStyle: 'none' };
      expect((await hal0.request('POST', '/api/upstreams', body)).status).toBe(201);
      await rowOf('lan').getByText('not asked yet').waitFor();
      await button('Test lan').click();
      await rowOf('lan')
        .getByRole('status')
        .getByText(/nothing listens at its address/)
        .waitFor();
      await hal0.request('DELETE', '/api/upstreams/lan');
      await rowOf('lan').waitFor({ state: 'detached' });
    });

    it('lead to their own requests', async () => {
      await button('More for openai').click();
      await page.getByRole('menuitem', { name: 'Show its requests' }).click();
      await page.waitForURL('**/requests?servedBy=openai');
      await page
        .getByRole('row', { name: /at openai/ })
        .first()
        .waitFor();
      expect(await page.getByRole('row', { name: /at openai/ }).count()).toBe(3);
    });
  });

  describe('fallback', () => {
    const form = () => page.locator('h0-slot-configuration');

    it('is set in the slot’s form, in order, and used', async () => {
      await open('/slots/primary/configuration');
      const field = form().getByLabel('Add a slot, or a model of an upstream');
      for (const id of ['gone/model', 'openai/gpt-fake']) {
        await field.fill(id);
        await field.press('Enter');
      }
      const chain = form().getByRole('list', { name: 'Fallback, in order' });
      await chain.getByText('no slot or upstream of this name').waitFor();
      const up = form().getByRole('button', { name: 'Move openai/gpt-fake up' });
      await up.focus();
      await page.keyboard.press('Enter');
      await form().getByRole('button', { name: 'Take gone/model out' }).click();
      await form().getByLabel('After seconds in line').fill('20');
      await form().getByRole('switch', { name: 'Enabled' }).click();
      await form().getByText('Change to fallback openai/gpt-fake, fallback after 20 s, disabled').waitFor();
      await form().getByRole('button', { name: 'Save primary' }).click();
      await form().getByRole('button', { name: 'Save primary' }).waitFor({ state: 'detached' });
      expect(await hal0.slot('primary')).toMatchObject({ fallback: ['openai/gpt-fake'], fallbackAfterSeconds: 20 });

      const before = provider.asked.length;
      expect((await ask('primary')).status).toBe(200);
      expect(provider.asked).toHaveLength(before + 1);
      await open('/requests');
      await page
        .getByRole('row', { name: /instead of primary/ })
        .first()
        .waitFor();
      await page.getByRole('link', { name: 'gpt-fake', exact: true }).first().click();
      const tried = page.getByRole('region', { name: 'Tried in vain before' });
      await tried.getByText(/^primary\s*slot\.disabled/).waitFor();
    });

    it('sends nothing out for a slot that is local only', async () => {
      await open('/slots/primary/configuration');
      await form().getByRole('switch', { name: 'Local only' }).click();
      await form().getByText('upstream, passed over: local only').waitFor();
      await form().getByRole('button', { name: 'Save primary' }).click();
      await form().getByRole('button', { name: 'Save primary' }).waitFor({ state: 'detached' });
      const before = provider.requests.length;
      expect((await ask('primary')).status).toBeGreaterThanOrEqual(400);
      expect(provider.requests).toHaveLength(before);
    });
  });

  it.each(['dark', 'light'])('fits a phone in the %s theme', async (theme) => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    phone.on('pageerror', ({ message }) => faults.push(message));
    await phone.addInitScript(`localStorage.setItem('hal0.theme', '${theme}');`);
    for (const [path, words] of PAGES) {
      await phone.goto(hal0.url + path);
      await phone.getByText(words).first().waitFor();
      const overflow = await phone.evaluate<number>(
        "Math.max(...['html', 'main'].map((name) => document.querySelector(name)).map((it) => it.scrollWidth - it.clientWidth))",
      );
      expect({ path, overflow }).toEqual({ path, overflow: 0 });
    }
    await phone.close();
  });

  describe('keys', () => {
    let key = '';
    const keyRow = (name: string) => page.getByRole('list', { name: 'Keys' }).locator('> li', { hasText: name });

    async function create(name: string): Promise<string> {
      await button('Create a key').click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await button('Create the key').click();
      const note = page.getByRole('status').filter({ hasText: 'is shown this once' });
      return (await note.locator('code').innerText()).trim();
    }

    it('are shown once, and used ones say so by themselves', async () => {
      await open('/keys');
      await page.getByText('There is no key yet.').waitFor();
      key = await create('laptop');
      expect(key).toMatch(/^hal0_[\w-]{43}$/);
      await button('I have copied it').click();
      await page.getByText(key).first().waitFor({ state: 'detached' });
      expect(await page.content()).not.toContain(key);
      await keyRow('laptop').getByText('never used').waitFor();
      const answer = await fetch(`${hal0.url}/v1/embeddings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'embed', input: 'Hello' }),
      });
      expect(answer.status).toBe(200);
      await keyRow('laptop')
        .getByText(/used (now|\d+ s ago)/)
        .waitFor();
    });

    it('are asked for at once, and worth nothing once revoked', async () => {
      const other = await create('phone');
      await page.getByRole('button', { name: /^Who asks a model/ }).click();
      await page.getByRole('button', { name: /^Who asks a model/, pressed: true }).waitFor();
      expect((await fetch(`${hal0.url}/v1/models`)).status).toBe(401);
      expect((await askWith(other)).status).toBe(200);
      await button('Revoke phone').click();
      await page.getByRole('group', { name: 'Revoke phone' }).getByRole('button', { name: 'Revoke phone' }).click();
      await keyRow('phone').waitFor({ state: 'detached' });
      expect((await askWith(other)).status).toBe(401);
    });

    it('open the dashboard once everybody needs one, until this browser is signed out', async () => {
      await page.getByRole('button', { name: /^Everybody/ }).click();
      const door = page.getByRole('dialog', { name: 'Sign in to hal0' });
      await door.waitFor();
      await door.getByLabel('API key').fill('hal0_wrong');
      await door.getByRole('button', { name: 'Sign in' }).click();
      await door.getByText('auth.key_invalid').waitFor();
      await door.getByLabel('API key').fill(key);
      await door.getByRole('button', { name: 'Sign in' }).click();
      await door.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Everybody/, pressed: true }).waitFor();
      await open('/requests');
      await page
        .getByRole('row', { name: /instead of primary/ })
        .first()
        .waitFor();
      await open('/upstreams');
      await rowOf('openai').getByText('healthy').waitFor();
      await button('Sign out').click();
      await door.waitFor();
      await open('/keys');
      await door.waitFor();
      expect(await page.getByText('laptop').count()).toBe(0);
      const setting = await askWith(key, '/api/settings');
      expect(await setting.text()).toContain('"require_key":"all"');
    });
  });

  it('had no fault in its console', () => {
    expect(faults).toEqual([]);
  });
});
