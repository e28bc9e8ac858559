import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { run } from '../run.js';
import { FakeApi, refuse } from '../testing/fake-api.js';
import { FakeTerminal, type FakeTerminalOptions } from '../testing/fake-terminal.js';

const ROUTE = 'POST /v1/chat/completions';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const terminalWith = (options: FakeTerminalOptions = {}) =>
  new FakeTerminal({ environment: { HAL0_API_URL: api.url, NO_COLOR: '1' }, ...options });

const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

function streams(...events: string[]) {
  api.on(ROUTE, ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) response.write(event);
    response.end();
  });
}

describe('chat', () => {
  it('prints the answer of the slot it names', async () => {
    streams(': waiting\n\n', chunk('Hel'), chunk('lo.'), 'data: [DONE]\n\n');
    const terminal = terminalWith();
    expect(await run(['chat', '--slot', 'primary', '--system', 'Be kind.', 'Hello', 'there'], terminal)).toBe(0);
    expect(terminal.stdout.text).toBe('Hello.\n');
    expect(api.bodies[0]).toEqual({
      model: 'primary',
      stream: true,
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello there' },
      ],
    });
  });

  it('shows words as they come', async () => {
    let response: ServerResponse | undefined;
    api.on(ROUTE, (request) => {
      response = request.response;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('first'));
    });
    const terminal = terminalWith();
    const ended = run(['chat', 'hi'], terminal);
    await terminal.shows('first');
    response?.end(chunk(' second'));
    expect(await ended).toBe(0);
    expect(terminal.stdout.text).toBe('first second\n');
  });

  it('asks what is piped in', async () => {
    streams(chunk('ok'));
    const terminal = terminalWith({ piped: 'a long\ntext\n' });
    expect(await run(['chat'], terminal)).toBe(0);
    expect(api.bodies[0]).toEqual({ stream: true, messages: [{ role: 'user', content: 'a long\ntext' }] });
  });

  it('refuses an empty pipe', async () => {
    expect(await run(['chat'], terminalWith())).toBe(2);
    expect(api.requests).toEqual([]);
  });

  it('prints the whole answer as JSON', async () => {
    api.on(ROUTE, () => ({ choices: [{ message: { content: 'Hello.' } }] }));
    const terminal = terminalWith();
    expect(await run(['chat', '--json', 'hi'], terminal)).toBe(0);
    expect(JSON.parse(terminal.stdout.text)).toEqual({ choices: [{ message: { content: 'Hello.' } }] });
    expect(api.bodies[0]).toEqual({ messages: [{ role: 'user', content: 'hi' }] });
  });

  it('tells an error that comes before the answer, and one that comes within', async () => {
    api.on(ROUTE, ({ response }) => refuse(response, 503, 'slot.loading', 'primary is loading.'));
    const before = terminalWith();
    expect(await run(['chat', 'hi'], before)).toBe(1);
    expect(before.stderr.text).toBe('slot.loading: primary is loading.\n');

    streams(chunk('Hal'), 'data: {"error":{"code":"lemonade.unavailable","message":"lemond is gone."}}\n\n');
    const within = terminalWith();
    expect(await run(['chat', 'hi'], within)).toBe(1);
    expect(within.stdout.text).toBe('Hal\n');
    expect(within.stderr.text).toBe('lemonade.unavailable: lemond is gone.\n');
  });

  it('does not take a broken connection for the end of the answer', async () => {
    api.on(ROUTE, ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('Hal'), () => response.destroy());
    });
    const terminal = terminalWith();
    expect(await run(['chat', 'hi'], terminal)).toBe(69);
    expect(terminal.stderr.text).toContain('the connection broke');
  });

  it('hangs up at Ctrl-C', async () => {
    let hungUp: Promise<unknown> | undefined;
    api.on(ROUTE, ({ response }) => {
      hungUp = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('first'));
    });
    const terminal = terminalWith();
    const ended = run(['chat', 'hi'], terminal);
    await terminal.shows('first');
    terminal.pressCtrlC();
    expect(await ended).toBe(130);
    await hungUp;
    expect(terminal.stdout.text).toBe('first\n');
  });
});

describe('a conversation', () => {
  it('remembers what was said until it is cleared', async () => {
    streams(chunk('I am hal0.'));
    const terminal = terminalWith({ isTTY: true });
    const ended = run(['chat'], terminal);
    for (const [line, answers] of [
      ['Who are you?', 1],
      ['And who am I?', 2],
      ['/clear', 2],
      ['Hello', 3],
    ] as const) {
      terminal.stdin.write(`${line}\r`);
      while (api.bodies.length < answers) await new Promise((resolve) => setImmediate(resolve));
    }
    terminal.stdin.write('\u0004');
    expect(await ended).toBe(0);
    const asked = (api.bodies as { messages: { content: string }[] }[]).map(({ messages }) =>
      messages.map(({ content }) => content),
    );
    expect(asked).toEqual([['Who are you?'], ['Who are you?', 'I am hal0.', 'And who am I?'], ['Hello']]);
  });

  it('stops an answer at Ctrl-C and goes on, and ends at Ctrl-C on the prompt', async () => {
    api.on(ROUTE, ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('endless'));
    });
    const terminal = terminalWith({ isTTY: true });
    const ended = run(['chat'], terminal);
    terminal.stdin.write('Talk\r');
    await terminal.shows('endless');
    const stopped = once(terminal.stderr, 'shown');
    terminal.stdin.write('\u0003');
    await stopped;
    await terminal.shows('endless\n');
    terminal.stdin.write('\u0003');
    expect(await ended).toBe(0);
  });

  it('makes no JSON', async () => {
    expect(await run(['chat', '--json'], terminalWith({ isTTY: true }))).toBe(2);
  });
});
