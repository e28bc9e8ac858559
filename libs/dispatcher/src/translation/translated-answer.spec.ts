import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UpstreamLostError } from '../dispatcher.errors.js';
import type { Dialect } from '../inference-request.js';
import { Answer } from '../relay/answer.js';
import type { AnswerTranslation } from './answer-translation.js';
import { TranslatedAnswer } from './translated-answer.js';

const dialect: Dialect = {
  name: 'ollama',
  errorBody: ({ code }) => JSON.stringify({ error: code }),
  errorEvent: ({ code }) => `${JSON.stringify({ error: code })}\n`,
};

/** Says everything louder, one line for each event. */
function louder(streamType: string): AnswerTranslation {
  const loud = (text: string) => (JSON.parse(text) as { said: string }).said.toUpperCase();
  return {
    streamType,
    plain: (body) => JSON.stringify({ said: loud(body.toString()) }),
    event: (data) => `${loud(data)}\n`,
    end: () => 'end\n',
  };
}

describe('TranslatedAnswer', () => {
  let server: Server;
  let act: (answer: TranslatedAnswer) => void;
  let streamType: string;
  let unreadable: string[];

  beforeEach(async () => {
    streamType = 'application/x-ndjson';
    unreadable = [];
    server = createServer((_request, response) => {
      const answer = new Answer(response, dialect, () => []);
      act(new TranslatedAnswer(answer, louder(streamType), dialect, ({ code }) => unreadable.push(code)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function ask(what: (answer: TranslatedAnswer) => void) {
    act = what;
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  }

  it('translates a stream event by event and ends it in the words of the client', async () => {
    const answered = await ask((answer) => {
      answer.comment('slot primary is loading');
      answer.beginEventStream();
      answer.write(Buffer.from('data: {"said":"gr'));
      answer.write(Buffer.from('eat"}\n\ndata: {"sa'));
      answer.end(Buffer.from('id":"day"}\n\ndata: [DONE]\n\n'));
    });
    expect(answered).toEqual({ status: 200, type: 'application/x-ndjson', body: 'GREAT\nDAY\nend\n' });
  });

  it('keeps a waiting event stream company with comments', async () => {
    streamType = 'text/event-stream; charset=utf-8';
    const { body } = await ask((answer) => {
      answer.comment('slot primary is loading');
      answer.beginEventStream();
      answer.end(Buffer.from('data: {"said":"hi"}\n\ndata: [DONE]\n\n'));
    });
    expect(body).toBe(': slot primary is loading\n\nHI\nend\n');
  });

  it('makes a stream that has kept the client company out of a whole answer', async () => {
    streamType = 'text/event-stream; charset=utf-8';
    const { body } = await ask((answer) => {
      answer.comment('slot stt is loading');
      answer.begin(200);
      answer.write(Buffer.from('{"said":'));
      answer.end(Buffer.from('"hi"}'));
    });
    expect(body).toBe(': slot stt is loading\n\n{"said":"HI"}');
  });

  it('translates a plain answer once it is whole', async () => {
    const answered = await ask((answer) => {
      answer.begin(200);
      answer.write(Buffer.from('{"said":'));
      answer.end(Buffer.from('"hi"}'));
    });
    expect(answered).toEqual({ status: 200, type: 'application/json; charset=utf-8', body: '{"said":"HI"}' });
  });

  it('answers with an error status when there is no answer', async () => {
    const { status, body } = await ask((answer) => answer.fail(new UpstreamLostError('primary', true)));
    expect([status, body]).toEqual([502, '{"error":"dispatch.upstream_lost"}']);
  });

  it('ends a stream that has begun with an error event, and says nothing after it', async () => {
    const { body } = await ask((answer) => {
      answer.beginEventStream();
      answer.write(Buffer.from('data: {"said":"hi"}\n\n'));
      answer.fail(new UpstreamLostError('primary', true));
      answer.end(Buffer.from('data: {"said":"more"}\n\n'));
    });
    expect(body).toBe('HI\n{"error":"dispatch.upstream_lost"}\n');
  });

  it('tells that an answer cannot be read, as a status or within the stream', async () => {
    const plain = await ask((answer) => {
      answer.begin(200);
      answer.end(Buffer.from('<html>'));
    });
    const streamed = await ask((answer) => {
      answer.beginEventStream();
      answer.write(Buffer.from('data: <html>\n\n'));
    });
    expect([plain.status, plain.body]).toEqual([502, '{"error":"dispatch.unreadable_answer"}']);
    expect(streamed.body).toBe('{"error":"dispatch.unreadable_answer"}\n');
    expect(unreadable).toEqual(['dispatch.unreadable_answer', 'dispatch.unreadable_answer']);
  });
});
