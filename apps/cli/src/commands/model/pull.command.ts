import type { StartedPullDto } from '@hal0/registry';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { followPull } from '../../pulls/follow-pull.js';
import { examples, remark } from '../../terminal/help-text.js';
import { bytes } from '../../terminal/units.js';
import { MODEL_TYPES } from '../../vocabulary.js';

interface PullOptions {
  id?: string;
  type?: string;
  revision?: string;
  wait: boolean;
}

export function defineModelPull(model: Command, context: CommandContext): void {
  const { print } = context;
  const pull = model
    .command('pull')
    .description('download a model, check it, and make it known; one that was interrupted goes on where it was')
    .argument('<source>', 'an id of the catalogue, a repository of the hub with or without :variant, or an address')
    .option('--id <id>', 'what clients call it; made from the source without this')
    .addOption(new Option('--type <type>', 'what it is for, where its file does not tell').choices(MODEL_TYPES))
    .option('--revision <revision>', 'branch, tag or commit of the repository')
    .option('--no-wait', 'return at once; the download goes on')
    .action(async (source: string, { wait, ...options }: PullOptions) => {
      const body = { source, ...options };
      const started = await context.ask<StartedPullDto>('api/pulls', {
        method: 'POST',
        body,
        waiting: 'asking the hub',
      });
      if (!wait) {
        return context.show(started, () => {
          const size = bytes(started.bytesTotal);
          print.line(
            `${started.modelId} ${started.resumed ? 'goes on' : 'is being downloaded'}: ${size}, ${started.state}`,
          );
          print.note(print.dim(`Watch it: hal0 pull show ${started.id} --follow`));
        });
      }
      if (started.resumed && !context.wantsJson) print.note(`${started.modelId} goes on where it was.`);
      const done = await followPull(context, started);
      if (context.wantsJson) return;
      print.line(`${done.modelId} is here: ${bytes(done.bytesTotal)}`);
      print.note(print.dim(`Next: hal0 model assign ${done.modelId} --slot <slot>`));
    });
  remark(
    pull,
    'Ctrl-C ends the watching, not the download. Under --json every change is a line, the last one how it ended. A repository that asks for a token: hal0 secret set HF_TOKEN.',
  );
  examples(pull, [
    'hal0 model pull qwen3.5-0.8b',
    'hal0 model pull unsloth/Qwen3.5-0.8B-GGUF:Q8_0 --id small',
    'hal0 model pull https://example.com/models/tiny.gguf --no-wait',
  ]);
}
