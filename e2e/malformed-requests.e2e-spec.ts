import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { SlotDto } from '@hal0/slots';
import { Hal0Process } from './support/hal0-process.js';
import { malformed } from './support/malformed-requests.js';
import type { Attempt } from './support/malformed-wire.js';
import { randomFrom } from './support/mixed-load.js';
import { sendRaw, type RawAnswer } from './support/raw-request.js';

const IS_LONG = process.env['HAL0_LONG_TESTS'] === '1';
const COUNT = IS_LONG ? 20_000 : 1_000;
const SEED = Number(process.env['HAL0_SEED'] ?? 1_789);
/** Before the memory and the descriptors are looked at for the first time: pools, caches and compiled code stay. */
const WARM_UP = COUNT / 4;
const AT_ONCE = 6;
const ANSWER_LIMIT_MS = 20_000;
const MEMORY_GROWTH_LIMIT_MB = 60;
const DESCRIPTOR_GROWTH_LIMIT = 16;

/** Paths, addresses of model servers and lines of a stack have no place in an answer of a model route. */
const SECRETS = /\b127\.0\.0\.1:\d|\bat \S+ \(|node_modules|\/home\/|\/tmp\//;

jest.setTimeout(120_000 + COUNT * 60);

const QUESTIONS: readonly [path: string, body: object][] = [
  ['/v1/chat/completions', { model: 'primary', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 4 }],
  ['/v1/embeddings', { model: 'embed', input: 'a dog' }],
  ['/v1/rerank', { model: 'rerank', query: 'dog', documents: ['a cat', 'a puppy'] }],
];

interface Finding {
  what: string;
  kind: string;
  route: string;
  request: string;
  status: number;
  answer: string;
}

describe('thousands of requests that no honest client sends', () => {
  const hal0 = new Hal0Process({ demo: true });
  let pid = 0;

  beforeAll(async () => {
    await hal0.start();
    pid = (JSON.parse(readFileSync(hal0.paths.apiRunFile, 'utf8')) as { pid: number }).pid;
  });
  afterAll(() => hal0.stop());

  const random = randomFrom(SEED);
  const findings: Finding[] = [];
  const statuses: Record<string, Record<string, number>> = {};
  const slots = async () => (await hal0.request<SlotDto[]>('GET', '/api/slots')).body;

  async function attack(count: number): Promise<void> {
    const { hostname, port } = new URL(hal0.url);
    let left = count;
    const attacker = async () => {
      while (left-- > 0) {
        const attempt = malformed(random);
        const answer = await sendRaw(
          { host: hostname, port: Number(port) },
          attempt.bytes,
          attempt.manner,
          attempt.isWireBroken ? 300 : ANSWER_LIMIT_MS,
        );
        const tally = (statuses[attempt.kind] ??= {});
        tally[answer.status] = (tally[answer.status] ?? 0) + 1;
        const what = faultOf(attempt, answer, hal0.home);
        if (what) findings.push(finding(what, attempt, answer));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  }

  async function atRest(): Promise<{ rssMb: number; descriptors: number }> {
    const isIdle = async () => (await slots()).every((slot) => slot.activeRequests === 0 && slot.queuedRequests === 0);
    await hal0.until(isIdle, 'every place to be given back', 60_000);
    return { rssMb: rssMb(pid), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  }

  it('are refused in hal0’s own words, and leave nothing behind', async () => {
    await attack(WARM_UP);
    const before = await atRest();
    const started = performance.now();
    await attack(COUNT - WARM_UP);
    const seconds = (performance.now() - started) / 1_000;
    let after = await atRest();
    const isBack = async () => {
      after = await atRest();
      return after.descriptors <= before.descriptors + DESCRIPTOR_GROWTH_LIMIT;
    };
    await hal0.until(isBack, 'the connections to be closed', 30_000).catch(() => undefined);

    const file = process.env['HAL0_FIGURES_FILE'];
    const figures = {
      count: COUNT,
      seed: SEED,
      perSecond: (COUNT - WARM_UP) / seconds,
      before,
      after,
      statuses,
      findings,
    };
    if (file) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);

    expect(findings.slice(0, 10)).toEqual([]);
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + DESCRIPTOR_GROWTH_LIMIT);
    expect(after.rssMb).toBeLessThan(before.rssMb + MEMORY_GROWTH_LIMIT_MB);
  });

  it('change nothing for those who ask rightly afterwards', async () => {
    for (const [path, body] of QUESTIONS) expect((await hal0.request('POST', path, body)).status).toBe(200);
    expect((await slots()).filter(({ enabled, error }) => enabled && error !== null)).toEqual([]);
    expect(hal0.output).not.toMatch(/unhandled|uncaught/i);
  });
});

/** What is wrong with an answer; nothing when it is what a refusal should be. */
function faultOf(
  { isWireBroken, route }: Attempt,
  { status, headers, body, isWhole }: RawAnswer,
  home: string,
): string | null {
  if (isWireBroken && status === 0) return null;
  if (!isWhole && !isWireBroken) return status === 0 ? 'no answer' : 'an answer without end';
  if (status >= 500) return 'blamed on the server';
  if (route.startsWith('/v1/') && (body.includes(home) || SECRETS.test(body))) return 'tells secrets';
  if (status >= 400 && !isWireBroken && !hasCode(body, headers)) return 'without a code';
  return null;
}

function hasCode(body: string, headers: RawAnswer['headers']): boolean {
  if (headers['x-hal0-error-code']) return true;
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown } };
    return typeof error?.code === 'string' && typeof error.message === 'string';
  } catch {
    return false;
  }
}

function finding(what: string, { kind, route, bytes }: Attempt, { status, body }: RawAnswer): Finding {
  return { what, kind, route, request: bytes.toString('latin1', 0, 700), status, answer: body.slice(0, 500) };
}

function rssMb(pid: number): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1_024;
}
