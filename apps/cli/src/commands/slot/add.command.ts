import type { SlotDto } from '@hal0/slots';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { fallbackOptions, type FallbackOptions } from '../../slots/fallback-options.js';
import { examples } from '../../terminal/help-text.js';
import { DEVICES, MODEL_TYPES } from '../../vocabulary.js';

interface AddOptions extends FallbackOptions {
  type: string;
  model?: string;
  device?: string;
  profile?: string;
  enabled: boolean;
}

export function defineSlotAdd(slot: Command, context: CommandContext): void {
  const { print } = context;
  const define = (verb: string, hidden: boolean) =>
    fallbackOptions(
      slot
        .command(verb, { hidden })
        .description('a new slot')
        .argument('<name>', 'a-z, 0-9, - and _; what clients put into "model"')
        .addOption(new Option('--type <type>', 'what it serves').choices(MODEL_TYPES).makeOptionMandatory())
        .option('-m, --model <model>', 'the model to serve')
        .addOption(new Option('--device <device>', 'what it runs on; the CPU when absent').choices(DEVICES))
        .option('--profile <profile>', 'a named set of options to take')
        .option('--no-enabled', 'set it up for later'),
    ).action(async (name: string, options: AddOptions) => {
      const added = await context.ask<SlotDto>('api/slots', { method: 'POST', body: { name, ...options } });
      context.show(added, () => {
        print.line(`${added.name} serves ${added.model ?? 'no model yet'} (${added.type}) on ${added.device}`);
        const next = added.model ? 'hal0 slot load' : 'hal0 slot load --model <model>';
        if (added.enabled || !added.model) print.note(print.dim(`Next: ${next} ${added.name}`));
      });
    });
  const add = define('add', false);
  define('create', true);
  examples(add, [
    'hal0 slot add coder --type llm --model qwen/coder-7b',
    'hal0 slot add scribe --type transcription --no-enabled',
    'hal0 slot add coder --type llm --model qwen/coder-7b --fallback primary openai/gpt-4o-mini',
  ]);
}
