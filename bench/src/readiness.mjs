import { setTimeout as sleep } from 'node:timers/promises';
import { MODES, requestBody } from './modes.mjs';

/** Waits until a contender answers a whole and a streamed completion as the mock gives them. */
export async function untilReady(contender, limitMs = 30_000) {
  const deadline = performance.now() + limitMs;
  let last = '';
  while (performance.now() < deadline) {
    const { status, text } = await ask(contender, 'plain');
    if (status === 200) return checkStream(contender);
    last = `${status} ${text.slice(0, 300)}`;
    await sleep(200);
  }
  throw new Error(`${contender.name} does not answer ${contender.url}: ${last}`);
}

async function checkStream(contender) {
  const { status, text } = await ask(contender, 'burst');
  const events = text.match(/^data:/gm)?.length ?? 0;
  if (status !== 200 || events < MODES.burst.events) {
    throw new Error(
      `${contender.name}: a stream came back with status ${status} and ${events} events of ${MODES.burst.events}`,
    );
  }
}

async function ask({ url, model, headers }, mode) {
  const own = headers.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: [['content-type', 'application/json'], ...own],
      body: requestBody(mode, model),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: String(error.cause ?? error) };
  }
}
