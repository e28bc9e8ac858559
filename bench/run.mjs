#!/usr/bin/env node
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFloor } from './src/floor.mjs';
import { startHal0 } from './src/hal0.mjs';
import { cells as cellsOf } from './src/modes.mjs';
import { startNginx } from './src/nginx.mjs';
import { readOptions, SetupError, USAGE } from './src/options.mjs';
import { listenerPid, usage } from './src/proc.mjs';
import { freePort, Programs } from './src/programs.mjs';
import { untilReady } from './src/readiness.mjs';
import { report } from './src/report.mjs';
import { Driver, measure, warmUp } from './src/rounds.mjs';
import { allowedCpus, compileNative, findTools } from './src/toolchain.mjs';
import { runTrials } from './src/trials.mjs';

const CHECKOUT = resolve(import.meta.dirname, '..');
/** Time for garbage to be collected and connections to be closed before memory is read the last time. */
const SETTLE_MS = 2000;

const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);

/** All that is measured: the bare upstream and nginx, hal0, another checkout of it, and what the caller named. */
async function startContenders({ options, programs, workFolder, mockPort }) {
  const chat = '/v1/chat/completions';
  const contenders = [
    { name: 'direct', url: `http://127.0.0.1:${mockPort}${chat}`, model: 'bench', headers: [], pid: null },
    await startNginx({ programs, workFolder, mockPort }),
  ];
  if (options.hal0 && !options.compare) {
    contenders.push(await startFloor({ checkout: CHECKOUT, programs, mockPort }));
  }
  const checkouts = [
    ...(options.hal0 ? [{ role: 'hal0', name: 'hal0', checkout: CHECKOUT }] : []),
    ...(options.compare ? [{ role: 'other', name: `hal0 in ${options.compare}`, checkout: options.compare }] : []),
  ];
  for (const { role, name, checkout } of checkouts) {
    progress(`starting ${name}`);
    const parallel = Math.max(1024, ...options.concurrencies);
    contenders.push({ role, ...(await startHal0({ name, checkout, parallel, programs, workFolder, mockPort })) });
  }
  for (const { name, url } of options.targets) {
    const pid = listenerPid(Number(new URL(url).port || 80));
    contenders.push({ name, url, model: options.model, headers: options.headers, pid });
  }
  return contenders;
}

function readMemory(contenders, moment) {
  for (const contender of contenders) {
    if (contender.pid) contender.memory = { ...contender.memory, [moment]: usage(contender.pid).residentMb };
  }
}

function readHighestMemory(contenders, samples) {
  for (const { name, memory } of contenders) {
    const seen = [...samples.get(name).values()].flat().map(({ peakMb }) => peakMb);
    if (memory) memory.highest = Math.max(memory.idle, memory.after, ...seen);
  }
}

async function run(options) {
  const { compiler, taskset } = findTools();
  const allowed = allowedCpus();
  const cpus = options.pin && taskset && allowed.length > 1 ? allowed.slice(0, 2) : null;
  const workFolder = mkdtempSync(join(tmpdir(), 'hal0-bench-'));
  // nginx's worker gives up root, and keeps long bodies in a folder below this one.
  chmodSync(workFolder, 0o711);
  const programs = new Programs({ cpus, logFolder: workFolder });
  process.once('exit', () => {
    programs.killAll();
    if (!options.keep) rmSync(workFolder, { recursive: true, force: true });
  });
  try {
    return await measureAndReport({ options, programs, workFolder, native: compileNative(compiler, workFolder) });
  } finally {
    await programs.stopAll();
    if (options.keep) console.error(`Logs are in ${workFolder}.`);
  }
}

async function measureAndReport({ options, programs, workFolder, native }) {
  const mockPort = options.mockPort || (await freePort());
  const mock = programs.start('mock', 'stick', native.mock, [String(mockPort)]);
  await programs.untilListening(mock, mockPort);
  const contenders = await startContenders({ options, programs, workFolder, mockPort });
  for (const contender of contenders) await untilReady(contender);
  readMemory(contenders, 'idle');

  const driver = new Driver({ programs, program: native.load, workFolder });
  // Before the load, whose left-over heap would hide what a held stream takes.
  const trials = await runTrials({ names: options.trials, driver, contenders, mockPort, onProgress: progress });
  progress('warming up');
  await warmUp(driver, contenders);
  const cells = cellsOf(options.modes, options.concurrencies);
  const { rounds, seconds, warmup } = options;
  const samples = await measure({ driver, contenders, cells, rounds, seconds, warmup, onProgress: progress });
  await sleep(SETTLE_MS);
  readMemory(contenders, 'after');
  readHighestMemory(contenders, samples);

  progress('');
  const pinned = programs.cpus !== null;
  const { text, barsMet, regressed } = report({ samples, trials, contenders, cells, options, pinned });
  console.log(text);
  if (options.json) writeRaw(options, contenders, samples);
  return regressed || (options.check && !barsMet) ? 1 : 0;
}

function writeRaw(options, contenders, samples) {
  const record = {
    takenAt: new Date().toISOString(),
    node: process.version,
    options,
    contenders: contenders.map((contender) => ({
      ...contender,
      cells: Object.fromEntries(samples.get(contender.name)),
    })),
  };
  writeFileSync(options.json, `${JSON.stringify(record, null, 1)}\n`);
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  process.exitCode = options.help ? 0 : await run(options);
} catch (error) {
  progress('');
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = error instanceof SetupError ? 2 : 1;
  process.exit();
}
