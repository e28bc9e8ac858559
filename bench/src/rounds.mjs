import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODES, requestBody } from './modes.mjs';
import { resetPeak, usage } from './proc.mjs';

/** Work done before the first round, so that compilers and pools are warm. */
const WARM_UP = [
  { mode: 'plain', concurrency: 16, seconds: 2 },
  { mode: 'burst', concurrency: 8, seconds: 1 },
];

/** Drives one contender. @returns what load.c reports, with the CPU time (µs) and memory of the contender's processes */
export class Driver {
  constructor({ programs, program, workFolder }) {
    this.programs = programs;
    this.program = program;
    this.workFolder = workFolder;
  }

  async drive(contender, { mode, concurrency, seconds, warmup = 0 }) {
    if (contender.pid) resetPeak(contender.pid);
    const before = contender.pid && usage(contender.pid);
    const load = await this.#load(contender, mode, concurrency, seconds, warmup);
    const after = contender.pid && usage(contender.pid);
    return {
      mode,
      concurrency,
      load,
      wallUs: (seconds + warmup) * 1e6,
      cpuUs: contender.pid ? after.cpuUs - before.cpuUs : null,
      peakMb: contender.pid ? after.peakMb : null,
    };
  }

  #load(contender, mode, concurrency, seconds, warmup) {
    const { hostname, port, pathname, search } = new URL(contender.url);
    const bodyFile = join(this.workFolder, `${mode}-${contender.model.replaceAll('/', '_')}.json`);
    writeFileSync(bodyFile, requestBody(mode, contender.model));
    const numbers = [concurrency, seconds, warmup, MODES[mode].events].map(String);
    const [command, ...args] = this.programs.pinned('stick', [
      this.program,
      ...[hostname, port || '80', pathname + search, ...numbers, bodyFile, ...contender.headers],
    ]);
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (text) => (output += text));
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve(JSON.parse(output));
        else reject(new Error(`the driver ended with ${code} on ${contender.name}`));
      });
    });
  }
}

export async function warmUp(driver, contenders) {
  for (const contender of contenders) for (const work of WARM_UP) await driver.drive(contender, work);
}

/**
 * Visits every contender in every cell, `rounds` times. Contenders follow each other within a cell, and every other
 * round goes backwards, so that a disturbance of the machine meets all of them.
 * @returns {Promise<Map<string, Map<string, object[]>>>} samples by contender and cell
 */
export async function measure({ driver, contenders, cells, rounds, seconds, warmup, onProgress }) {
  const samples = new Map(contenders.map(({ name }) => [name, new Map(cells.map(({ key }) => [key, []]))]));
  for (let round = 0; round < rounds; round++) {
    for (const { mode, concurrency, key } of cells) {
      onProgress(`round ${round + 1} of ${rounds}, ${key}`);
      for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
        const sample = await driver.drive(contender, { mode, concurrency, seconds, warmup });
        samples
          .get(contender.name)
          .get(key)
          .push({ round, ...sample });
      }
    }
  }
  return samples;
}
