import { describe, expect, it } from '@jest/globals';
import { fstatSync } from 'node:fs';
import { SystemProcesses } from './processes.js';

const processes = new SystemProcesses();
const node = (script: string, signal?: AbortSignal, onLine?: (line: string) => void) =>
  processes.run({ command: process.execPath, args: ['-e', script], env: {}, signal, onLine });

describe('SystemProcesses.run', () => {
  it('collects everything a tool says, also what it says last, and its exit code', async () => {
    const lines: string[] = [];
    const script = 'for (let i = 0; i < 5000; i++) console.log(i); console.error("bad"); process.exitCode = 3';
    const { code, signal, stdout, stderr } = await node(script, undefined, (line) => lines.push(line));
    expect([code, signal, stdout.split('\n').length, stderr]).toEqual([3, null, 5_000, 'bad']);
    expect(lines).toHaveLength(5_001);
  });

  it('says why a program cannot be started', async () => {
    await expect(processes.run({ command: '/no/such/program', args: [] })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('ends the program, and what it started, when it is called off', async () => {
    const stop = new AbortController();
    let child = 0;
    const script = `const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); console.log(pid); setInterval(() => {}, 1000)`;
    const running = node(script, stop.signal, (line) => {
      child = Number(line);
      stop.abort(new Error('enough'));
    });
    await expect(running).rejects.toThrow('enough');
    expect(child).toBeGreaterThan(0);
    while (processes.isAlive(child) && (await processes.commandLine(child))?.length) await new Promise(setImmediate);
  });

  it('does not start what was called off before', async () => {
    await expect(node('', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});

describe('SystemProcesses.attached', () => {
  it('gives the program this process as its terminal, and tells how it ended', async () => {
    const script = 'process.exit(require("node:fs").fstatSync(1).ino === Number(process.argv[1]) ? 3 : 4)';
    const ours = String(fstatSync(1).ino);
    const status = await processes.attached({ command: process.execPath, args: ['-e', script, ours], env: {} });
    expect(status).toEqual({ code: 3, signal: null });
  });
});
