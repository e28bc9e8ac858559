import type { Manner } from './raw-request.js';
import {
  changed,
  FORM_ROUTES,
  HOST,
  JSON_ROUTES,
  noise,
  pick,
  READ_PATHS,
  STRANGE_FIELDS,
  STRANGE_VALUES,
  type Random,
} from './malformed-material.js';
import { brokenRealtime } from './malformed-realtime.js';
import { brokenWire, type Attempt } from './malformed-wire.js';

/** The next request of a series that is the same for the same numbers. */
export function malformed(random: Random): Attempt {
  return pick(
    [
      brokenJson,
      strangeField,
      strangeField,
      brokenForm,
      brokenHead,
      brokenWire,
      brokenOff,
      strangeRead,
      brokenRealtime,
    ],
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
  const route = pick(FORM_ROUTES, random);
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
  const sound = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), noise(200, random)]);
  const file = part(`Content-Disposition: form-data; name="${route.file}"; filename="a.wav"`, sound);
  const model = part('Content-Disposition: form-data; name="model"', route.model);
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
        [part('Content-Disposition: form-data; name="model"; filename="m"', route.model), file, end],
      ],
      ['a file without name', [model, part('Content-Disposition: form-data', sound), end]],
      ['a part without head', [model, Buffer.from('--b\r\n\r\nx\r\n'), file, end]],
      ['a head without colon', [model, part('nonsense', 'x'), file, end]],
      ['a very long head', [model, part(`X-Long: ${'x'.repeat(100_000)}`, 'x'), file, end]],
      ['line feeds alone', [Buffer.concat([model, file, end]).toString('latin1').replaceAll('\r\n', '\n')]],
      [
        'a file name with a path',
        [
          model,
          part(`Content-Disposition: form-data; name="${route.file}"; filename="../../x\\"y\r\n\tz.wav"`, sound),
          end,
        ],
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
    route.path,
    post(route.path, bytes, [`content-type: ${type ?? 'multipart/form-data; boundary=b'}`]),
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
