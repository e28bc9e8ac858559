import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { Client } from 'undici';
import { anthropicToChat } from './anthropic-to-chat.js';
import { TranslatingHandler } from './translating-handler.js';

const BEGAN_AT = Date.UTC(2026, 0, 1);

const STREAM = events(
  { type: 'message_start', message: { id: 'msg_1', model: 'claude', content: [], usage: { input_tokens: 4 } } },
  { type: 'ping' },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'I look 🌍.' } },
  { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 'c1', name: 'look', input: {} } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"at":' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"sky"}' } },
  { type: 'content_block_stop', index: 2 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use' },
    usage: { input_tokens: null, cache_read_input_tokens: 10, output_tokens: 9 },
  },
  { type: 'message_stop' },
);

const told = {
  id: 'msg_1',
  created: BEGAN_AT / 1_000,
  model: 'claude',
  choices: [
    {
      message: {
        content: 'I look 🌍.',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } }],
      },
      finish_reason: 'tool_calls',
    },
  ],
};

const usage = {
  prompt_tokens: 14,
  completion_tokens: 9,
  total_tokens: 23,
  prompt_tokens_details: { cached_tokens: 10 },
};

function events(...payloads: { type: string; [field: string]: unknown }[]): Buffer {
  return Buffer.from(payloads.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
}

interface Received {
  status: number;
  type: unknown;
  body: string;
  error: Error | undefined;
}

/** What a handler of OpenAI's dialect receives of the answer of a real server. */
async function received(answer: (response: ServerResponse) => void, usageApart = false): Promise<Received> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await new Promise((resolve) => {
      const got: Received = { status: 0, type: undefined, body: '', error: undefined };
      const handler = {
        onRequestStart: () => undefined,
        onResponseStart: (_controller: unknown, status: number, headers: Record<string, unknown>) => {
          Object.assign(got, { status, type: headers['content-type'] });
        },
        onResponseData: (_controller: unknown, piece: Buffer) => void (got.body += piece.toString()),
        onResponseEnd: () => resolve(got),
        onResponseError: (_controller: unknown, error: Error) => resolve({ ...got, error }),
      };
      client.dispatch(
        { path: '/', method: 'POST' },
        new TranslatingHandler(handler, anthropicToChat(usageApart)(BEGAN_AT)),
      );
    });
  } finally {
    await client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

function streaming(body: Buffer) {
  return (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.end(body);
  };
}

describe('An answer of Anthropic as a chat', () => {
  it('gives the official client text and calls of a stream, with the counts of tokens', async () => {
    const { body } = await received(streaming(STREAM));
    const fetch = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    const client = new OpenAI({ apiKey: 'none', baseURL: 'http://hal0.invalid', maxRetries: 0, fetch });
    const chat = client.chat.completions.stream({ model: 'claude', messages: [{ role: 'user', content: 'Hello' }] });
    expect(await chat.finalChatCompletion()).toMatchObject({ ...told, usage });
    expect(body).toContain('"reasoning_content":"hm"');
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('has the counts of tokens in a chunk of their own for a client that asks for them', async () => {
    const { body } = await received(streaming(STREAM), true);
    const chunks = [...body.matchAll(/^data: (\{.*)$/gm)].map(([, chunk]) => JSON.parse(chunk ?? '') as object);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'tool_calls' }] });
    expect(chunks.at(-2)).not.toHaveProperty('usage');
  });

  it('tells a whole answer', async () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'text', text: 'I look 🌍.' },
      { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'sky' } },
    ];
    const counted = { input_tokens: 4, cache_read_input_tokens: 10, output_tokens: 9 };
    const message = { id: 'msg_1', model: 'claude', content, stop_reason: 'tool_use', usage: counted };
    const { status, body } = await received((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(message));
    });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ object: 'chat.completion', ...told, usage });
    expect(JSON.parse(body)).toMatchObject({ choices: [{ message: { reasoning_content: 'hm' } }] });
  });

  it('does not say that a stream is complete which was cut short', async () => {
    const { body } = await received(streaming(STREAM.subarray(0, STREAM.length - 60)));
    expect(body).not.toContain('[DONE]');
  });

  it('tells an error within a stream', async () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const { body } = await received(streaming(events({ type: 'error', error })));
    expect(body).toBe(`data: ${JSON.stringify({ error })}\n\n`);
  });

  it('passes an error answer as it is', async () => {
    const error = JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } });
    const { status, body } = await received((response) => response.writeHead(429).end(error));
    expect([status, body]).toEqual([429, error]);
  });

  it('tells that an answer cannot be read', async () => {
    const { error } = await received((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>');
    });
    expect(error).toBeInstanceOf(SyntaxError);
  });
});
