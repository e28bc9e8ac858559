import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestBody } from './modes.mjs';
import { usage } from './proc.mjs';

const IDLE_STREAMS = 1000;
const IDLE_SECONDS = 5;
/** Until all streams are open and the garbage of opening them is settled. */
const IDLE_SETTLE_MS = 2500;
const BESIDE = { mode: 'plain', concurrency: 1, seconds: 1, warmup: 0.2 };
/** Socket buffers grow while they are filled; after this they have grown. */
const STOPPED_MS = 2000;

const MB = 1_048_576;

/** @returns {Promise<Map<string, object[]>>} by trial, one row of figures for each contender */
export async function runTrials({ names, driver, contenders, mockPort, onProgress }) {
  const trials = { idle: holdIdleStreams, stopped: stopReading };
  const results = new Map();
  for (const name of names) {
    const rows = [];
    for (const contender of contenders) {
      onProgress(`${name}, ${contender.name}`);
      rows.push({ name: contender.name, ...(await trials[name]({ driver, contender, mockPort })) });
    }
    results.set(name, rows);
  }
  return results;
}

/** Streams that have sent one chunk and are silent: their memory, and what a request beside them takes. */
async function holdIdleStreams({ driver, contender }) {
  const before = contender.pid && usage(contender.pid).residentMb;
  const held = driver.drive(contender, { mode: 'held', concurrency: IDLE_STREAMS, seconds: IDLE_SECONDS });
  await sleep(IDLE_SETTLE_MS);
  const during = contender.pid && usage(contender.pid).residentMb;
  const beside = await driver.drive(contender, BESIDE);
  const { load } = await held;
  return {
    streams: load.total.chunks,
    kbPerStream: contender.pid ? ((during - before) * 1024) / IDLE_STREAMS : Number.NaN,
    besideP50: beside.load.latency?.p50,
    besideP99: beside.load.latency?.p99,
    faults: load.errors + beside.load.errors,
  };
}

/** A client that asks for an endless stream and never reads: how much the upstream gets rid of before it has to wait. */
async function stopReading({ contender, mockPort }) {
  const before = contender.pid && usage(contender.pid).residentMb;
  const sentBefore = await sentByMock(mockPort);
  const socket = await askAndStop(contender);
  try {
    await sleep(STOPPED_MS);
    const sent = await sentByMock(mockPort);
    await sleep(STOPPED_MS);
    const later = await sentByMock(mockPort);
    return {
      inFlightMb: (later - sentBefore) / MB,
      stillFlowingMb: (later - sent) / MB,
      grownMb: contender.pid ? usage(contender.pid).residentMb - before : Number.NaN,
    };
  } finally {
    socket.destroy();
  }
}

async function askAndStop({ url, model, headers }) {
  const { hostname, port, pathname, host } = new URL(url);
  const body = requestBody('endless', model);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  const own = headers.map((line) => `${line}\r\n`).join('');
  socket.write(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${own}` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

async function sentByMock(port) {
  const response = await fetch(`http://127.0.0.1:${port}/mock/sent`);
  return (await response.json()).bytes;
}
