import { describe, expect, it } from '@jest/globals';
import { loadDefinition } from '../lazy-definition.js';
import { createProgram } from '../program.js';
import { FakeTerminal } from '../testing/fake-terminal.js';
import { runHal0 } from '../testing/run-hal0.js';
import { HABITS } from './habits.js';

describe('a command that hal0 does not have', () => {
  it.each([
    ['pull qwen3.5-0.8b', 'hal0 model pull <source>'],
    ['pull unsloth/Qwen3.5-0.8B-GGUF:Q8_0 --id small', 'hal0 model pull <source>'],
    ['run qwen3 hello', 'hal0 chat --model <model>'],
    ['list', 'hal0 model list'],
    ['ps', 'hal0 slot list'],
    ['rm qwen3', 'hal0 model rm <model>'],
    ['show qwen3', 'hal0 model show <model>'],
    ['stop qwen3', 'hal0 slot unload <slot>'],
    ['models', 'hal0 model list'],
    ['slot stop primary', 'hal0 slot unload <slot>'],
    ['slto list', 'hal0 slot list'],
    ['slto lisst', 'hal0 slot list'],
    ['slot lisst', 'hal0 slot list'],
    ['slto', 'hal0 slot'],
    ['pull lst', 'hal0 pull list'],
    ['lemonade backend list', 'hal0 lemonade backends list'],
    ['Status', 'hal0 status'],
    ['help slto', 'hal0 slot'],
    ['help slot lisst', 'hal0 slot list'],
  ])('"%s" is answered by %s, with status 2', async (words, meant) => {
    const { exitCode, stdout, stderr } = await runHal0(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: unknown command '[^']+'\nDid you mean: /);
    expect(stderr).toContain(`Did you mean: ${meant}\n`);
    const { error } = JSON.parse((await runHal0(`${words} --json`)).stderr) as { error: object };
    expect(error).toEqual({ code: 'cli.usage', message: stderr.slice('error: '.length).trim(), details: { meant } });
  });

  it('is no reason to guess when nothing is near', async () => {
    const { exitCode, stderr } = await runHal0('frobnicate');
    expect([exitCode, stderr]).toEqual([2, "error: unknown command 'frobnicate'\nSee: hal0 --help\n"]);
    expect((await runHal0('slot frobnicate')).stderr).toContain('See: hal0 slot --help\n');
  });

  it('never names one that is not there', async () => {
    const { program } = createProgram(new FakeTerminal(), '0.1.0');
    for (const line of Object.values(HABITS)) {
      let command = program;
      for (const word of line.split(' ').filter((one) => !/^[-<]/.test(one))) {
        await loadDefinition(command);
        if (command.commands.length === 0) break;
        const next = command.commands.find((one) => one.name() === word);
        expect([line, next?.name()]).toEqual([line, word]);
        command = next ?? command;
      }
    }
  });

  it('has no habit for what it has', () => {
    const { program } = createProgram(new FakeTerminal(), '0.1.0');
    expect(program.commands.map((one) => one.name()).filter((name) => HABITS[name])).toEqual([]);
  });
});
