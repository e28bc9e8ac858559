import type { Manner } from './raw-request.js';

/** A request that no honest client sends, or that breaks off. */
export interface Attempt {
  /** What is wrong with it, e.g. `json: a field of the wrong type`; figures stand under it. */
  kind: string;
  route: string;
  bytes: Buffer;
  manner: Manner;
  /** Whether the connection itself is broken, so that an answer need be neither hal0's nor there at all. */
  isWireBroken: boolean;
}

interface Route {
  path: string;
  body: Record<string, unknown>;
}

type Random = () => number;

const MESSAGES = [{ role: 'user', content: 'Hello' }];
const JSON_ROUTES: readonly Route[] = [
  { path: '/v1/chat/completions', body: { model: 'primary', messages: MESSAGES, max_tokens: 2, temperature: 0 } },
  { path: '/v1/chat/completions', body: { model: 'primary', messages: MESSAGES, max_tokens: 2, stream: true } },
  { path: '/v1/messages', body: { model: 'primary', max_tokens: 2, messages: MESSAGES } },
  { path: '/v1/messages', body: { model: 'primary', max_tokens: 2, messages: MESSAGES, stream: true } },
  { path: '/v1/messages/count_tokens', body: { model: 'primary', messages: MESSAGES } },
  { path: '/v1/responses', body: { model: 'primary', input: 'Hello', max_output_tokens: 2 } },
  { path: '/v1/responses', body: { model: 'primary', input: MESSAGES, max_output_tokens: 2, stream: true } },
  { path: '/api/chat', body: { model: 'primary', messages: MESSAGES, options: { num_predict: 2 } } },
  { path: '/api/generate', body: { model: 'primary', prompt: 'Hello', options: { num_predict: 2 }, stream: false } },
  { path: '/api/embed', body: { model: 'embed', input: 'a dog' } },
  { path: '/v1/completions', body: { model: 'primary', prompt: 'Hello', max_tokens: 2 } },
  { path: '/v1/embeddings', body: { model: 'embed', input: 'a dog', encoding_format: 'float' } },
  { path: '/v1/rerank', body: { model: 'rerank', query: 'dog', documents: ['a cat', 'a puppy'], top_n: 1 } },
  { path: '/v1/audio/speech', body: { model: 'tts', input: 'hi', voice: 'slt', response_format: 'wav' } },
  { path: '/v1/images/generations', body: { model: 'img', prompt: 'a fox', size: '256x256', n: 1 } },
];
const FORM_ROUTE = '/v1/audio/transcriptions';
const READ_PATHS = ['/v1/models', '/api/slots', '/api/requests', '/api/models', '/api/status', '/api/logs'];

const STRANGE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  9_007_199_254_740_993,
  '',
  ' ',
  'x'.repeat(70_000),
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '${jndi:ldap://x}',
  '<script>alert(1)</script>',
  [],
  [[]],
  [null],
  [1, 'a', {}],
  {},
  { __proto__x: 1 },
  { role: 'user' },
  [{ role: 'nobody', content: 7 }],
  [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }],
  [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,!!!' } }] }],
  [{ role: 'tool', tool_call_id: null, content: null }],
];
const STRANGE_FIELDS = [
  'stop',
  'top_p',
  'n',
  'seed',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'response_format',
  'tools',
  'tool_choice',
  'grammar',
  'json_schema',
  'stream_options',
  'dimensions',
  'voice',
  'speed',
  'size',
  'user',
  '__proto__',
  'constructor',
  'top_n',
  'encoding_format',
  'system',
  'instructions',
  'thinking',
  'text',
  'format',
  'options',
  'keep_alive',
  'images',
];

/** The next request of a series that is the same for the same numbers. */
export function malformed(random: Random): Attempt {
  return pick(
    [brokenJson, strangeField, strangeField, brokenForm, brokenHead, brokenWire, brokenOff, strangeRead],
    random,
  )(random);
}

function brokenJson(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const text = JSON.stringify(body);
  const [kind, bytes] = pick<() => [string, Buffer | string]>(
    [
      () => ['cut short', text.slice(0, Math.floor(random() * text.length))],
      () => ['a byte changed', changed(Buffer.from(text), random)],
      () => ['no object', pick(['[]', 'null', '"x"', '7', 'true', ''], random)],
      () => ['text behind it', `${text}${pick(['}', 'x', text, '\u0000'], random)}`],
      () => ['a byte order mark', `\ufeff${text}`],
      () => [
        'no UTF-8',
        Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]),
      ],
      () => ['UTF-16', Buffer.from(text, 'utf16le')],
      () => ['very deep', `{"messages":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
      () => ['very deep objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
      () => ['a name twice', `${text.slice(0, -1)},"model":"nothing","model":"primary"}`],
      () => ['very many fields', `{${Array.from({ length: 5_000 }, (_, at) => `"f${at}":1`).join()},${text.slice(1)}`],
      () => ['noise', noise(1 + Math.floor(random() * 2_000), random)],
    ],
    random,
  )();
  return whole(`json: ${kind}`, path, post(path, bytes));
}

function strangeField(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const known = Object.keys(body);
  const field = random() < 0.6 ? pick(known, random) : pick(STRANGE_FIELDS, random);
  if (random() < 0.15) {
    const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
    return whole(`field: without ${field}`, path, post(path, JSON.stringify(rest)));
  }
  const entries = Object.entries(body).filter(([name]) => name !== field);
  const value = JSON.stringify(pick(STRANGE_VALUES, random));
  const text = `{${[...entries.map(([name, own]) => `${JSON.stringify(name)}:${JSON.stringify(own)}`), `${JSON.stringify(field)}:${value}`].join()}}`;
  return whole(`field: strange ${field}`, path, post(path, text));
}

function brokenForm(random: Random): Attempt {
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
  const sound = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), noise(200, random)]);
  const file = part('Content-Disposition: form-data; name="file"; filename="a.wav"', sound);
  const model = part('Content-Disposition: form-data; name="model"', 'stt');
  const end = Buffer.from('--b--\r\n');
  const [kind, pieces, type] = pick<[string, (Buffer | string)[], string?]>(
    [
      ['noise for sound', [model, file, end]],
      ['no end', [model, file]],
      ['no boundary named', [model, file, end], 'multipart/form-data'],
      ['another boundary', [model, file, end], 'multipart/form-data; boundary=c'],
      ['an empty boundary', [model, file, end], 'multipart/form-data; boundary='],
      ['a very long boundary', [model, file, end], `multipart/form-data; boundary=${'b'.repeat(5_000)}`],
      ['two models', [model, model, file, end]],
      [
        'a model that is a file',
        [part('Content-Disposition: form-data; name="model"; filename="m"', 'stt'), file, end],
      ],
      ['a file without name', [model, part('Content-Disposition: form-data', sound), end]],
      ['a part without head', [model, Buffer.from('--b\r\n\r\nx\r\n'), file, end]],
      ['a head without colon', [model, part('nonsense', 'x'), file, end]],
      ['a very long head', [model, part(`X-Long: ${'x'.repeat(100_000)}`, 'x'), file, end]],
      ['line feeds alone', [Buffer.concat([model, file, end]).toString('latin1').replaceAll('\r\n', '\n')]],
      [
        'a file name with a path',
        [model, part('Content-Disposition: form-data; name="file"; filename="../../x\\"y\r\n\tz.wav"', sound), end],
      ],
      [
        'very many parts',
        [
          model,
          ...Array.from({ length: 2_000 }, (_, at) => part(`Content-Disposition: form-data; name="f${at}"`, 'x')),
          file,
          end,
        ],
      ],
      [
        'a strange format',
        [
          model,
          part('Content-Disposition: form-data; name="response_format"', pick(['', 'xml', '\u0000'], random)),
          file,
          end,
        ],
      ],
      [
        'a strange temperature',
        [
          model,
          part('Content-Disposition: form-data; name="temperature"', pick(['', 'hot', '-1e9'], random)),
          file,
          end,
        ],
      ],
      ['an unknown model', [part('Content-Disposition: form-data; name="model"', noise(20, random)), file, end]],
      ['nothing', []],
      ['only the end', [end]],
      ['noise', [noise(500, random)]],
    ],
    random,
  );
  const bytes = Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)),
  );
  return whole(
    `form: ${kind}`,
    FORM_ROUTE,
    post(FORM_ROUTE, bytes, [`content-type: ${type ?? 'multipart/form-data; boundary=b'}`]),
  );
}

/** Heads that are HTTP and yet odd. */
function brokenHead(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const text = JSON.stringify(body);
  const json = 'content-type: application/json';
  const [kind, bytes] = pick<[string, Buffer]>(
    [
      ['no content type', post(path, text, [])],
      [
        'another content type',
        post(path, text, [
          `content-type: ${pick(['text/plain', 'application/xml', 'x', '/', 'application/json/x', 'multipart/form-data'], random)}`,
        ]),
      ],
      ['a charset', post(path, text, [`${json}; charset=${pick(['utf-16', 'x', '"'], random)}`])],
      ['a content encoding', post(path, text, [json, 'content-encoding: gzip'])],
      [
        'a foreign host',
        post(
          path,
          text,
          [json],
          pick(['evil.example', '', '[::1', 'localhost:99999', '127.0.0.1@evil.example'], random),
        ),
      ],
      [
        'a foreign origin',
        post(path, text, [json, `origin: ${pick(['https://evil.example', 'null', '', '\u00ff'], random)}`]),
      ],
      ['a cross-site fetch', post(path, text, [json, 'sec-fetch-site: cross-site'])],
      ['an upgrade', post(path, text, [json, 'connection: upgrade', 'upgrade: websocket'])],
      ['a wait for leave', post(path, text, [json, 'expect: 100-continue'])],
      ['many headers', post(path, text, [json, ...Array.from({ length: 60 }, (_, at) => `x-h${at}: ${at}`)])],
      ['a strange wait', post(path, text, [json, `x-hal0-wait: ${pick(['', '-1', 'NaN', '9'.repeat(400)], random)}`])],
      ['another method', post(path, text, [json], HOST, pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'], random))],
      [
        'a strange path',
        post(
          pick(
            [
              `${path}/`,
              `${path}//`,
              `/${path}`,
              `${path}%00`,
              `${path}/../models`,
              `${path};x=1`,
              `${path}?model=x&model=y`,
              path.toUpperCase(),
            ],
            random,
          ),
          text,
        ),
      ],
    ],
    random,
  );
  return whole(`head: ${kind}`, path, bytes);
}

/** What a web server's parser refuses, or should. */
function brokenWire(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const text = JSON.stringify(body);
  const head = (...lines: string[]) =>
    `POST ${path} HTTP/1.1\r\nhost: ${HOST}\r\ncontent-type: application/json\r\n${lines.join('\r\n')}\r\n\r\n`;
  const [kind, wire] = pick<[string, string | Buffer]>(
    [
      ['a length that is too great', head(`content-length: ${text.length + 50}`) + text],
      ['a length that is too small', head('content-length: 5') + text],
      ['an expectation', head('expect: nonsense', `content-length: ${text.length}`) + text],
      ['no number for a length', head('content-length: many') + text],
      ['a negative length', head('content-length: -1') + text],
      ['two lengths', head('content-length: 5', `content-length: ${text.length}`) + text],
      [
        'a length and chunks',
        head(`content-length: ${text.length}`, 'transfer-encoding: chunked') + `0\r\n\r\n${text}`,
      ],
      ['a chunk size that is none', head('transfer-encoding: chunked') + `zz\r\n${text}\r\n0\r\n\r\n`],
      ['a chunk that is too short', head('transfer-encoding: chunked') + `ffff\r\n${text}\r\n`],
      ['an unknown encoding', head('transfer-encoding: gzip, nonsense') + text],
      ['a head of 100 kB', head(`x-long: ${'x'.repeat(100_000)}`, `content-length: ${text.length}`) + text],
      ['a path of 100 kB', `GET /v1/${'x'.repeat(100_000)} HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`],
      ['no host', `POST ${path} HTTP/1.1\r\ncontent-length: ${text.length}\r\n\r\n${text}`],
      ['an unknown method', `BREW ${path} HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`],
      ['an unknown version', `GET ${path} HTTP/9.9\r\nhost: ${HOST}\r\n\r\n`],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['TLS', Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), noise(300, random)])],
      ['noise', noise(1 + Math.floor(random() * 500), random)],
      ['a null byte in a header', head('x-null: a\u0000b', `content-length: ${text.length}`) + text],
      ['a folded header', head('x-folded: a\r\n b', `content-length: ${text.length}`) + text],
    ],
    random,
  );
  const bytes = typeof wire === 'string' ? Buffer.from(wire, 'latin1') : wire;
  return { kind: `wire: ${kind}`, route: path, bytes, manner: { kind: 'whole' }, isWireBroken: true };
}

/** Whole and right, but the client is not: it goes away, dawdles or does not listen. */
function brokenOff(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const isLong = random() < 0.3 && 'messages' in body;
  const text = JSON.stringify(isLong ? { ...body, stream: true, max_tokens: 5_000, ignore_eos: true } : body);
  const bytes = post(path, text);
  const [kind, manner] = pick<[string, Manner]>(
    [
      ['gone', { kind: 'cut', bytes: Math.floor(random() * bytes.length), reset: false }],
      ['gone with a reset', { kind: 'cut', bytes: Math.floor(random() * bytes.length), reset: true }],
      ['gone after the question', { kind: 'cut', bytes: bytes.length, reset: false }],
      ['reset after the question', { kind: 'cut', bytes: bytes.length, reset: true }],
      ['deaf', { kind: 'deaf', forMs: Math.floor(random() * 400) }],
      ['slow', { kind: 'pieces', count: 2 + Math.floor(random() * 40), pauseMs: 2 }],
    ],
    random,
  );
  const isAnswered = manner.kind === 'pieces' && !isLong;
  return { kind: `client: ${kind}`, route: path, bytes, manner, isWireBroken: !isAnswered };
}

function strangeRead(random: Random): Attempt {
  const path = pick(READ_PATHS, random);
  const tail = pick(
    [
      '/%zz',
      '/%00',
      '/..%2f..%2fetc%2fpasswd',
      '/nothing',
      '?limit=-1',
      '?limit=1e9',
      '?limit=x&limit=y',
      '?before=x',
      `?q=${'x'.repeat(5_000)}`,
      '/%F0%9F%A6%8A',
      '//',
      '?__proto__[x]=1',
      "?slot=';DROP%20TABLE%20requests;--",
    ],
    random,
  );
  return whole('read: a strange path', path, Buffer.from(`GET ${path}${tail} HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`));
}

const HOST = 'localhost';

function post(
  path: string,
  body: Buffer | string,
  headers: readonly string[] = ['content-type: application/json'],
  host = HOST,
  method = 'POST',
): Buffer {
  const bytes = Buffer.from(body);
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${host}`, ...headers, `content-length: ${bytes.length}`];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

function whole(kind: string, route: string, bytes: Buffer): Attempt {
  return { kind, route, bytes, manner: { kind: 'whole' }, isWireBroken: false };
}

function changed(bytes: Buffer, random: Random): Buffer {
  bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}

function noise(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)] as T;
}
