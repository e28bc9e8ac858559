import type { PullDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { pullIdOf, pullPath } from '../../pulls/pull-path.js';
import { examples } from '../../terminal/help-text.js';
import { definePullList } from './list.command.js';
import { definePullShow } from './show.command.js';

export function definePull(pull: Command, context: CommandContext): void {
  examples(pull, ['hal0 pull list', 'hal0 pull pause qwen3.5-0.8b', 'hal0 pull resume qwen3.5-0.8b']);
  definePullList(pull, context);
  definePullShow(pull, context);
  defineAction(pull, context, 'pause', 'stop a download for now; what has arrived is kept');
  defineAction(pull, context, 'resume', 'go on with a download that was paused or has failed');
  defineAction(pull, context, 'cancel', 'end a download, also one that has failed; what has arrived is thrown away');
  definePullRemove(pull, context);
}

function defineAction(
  pull: Command,
  context: CommandContext,
  verb: 'pause' | 'resume' | 'cancel',
  description: string,
): void {
  const { print } = context;
  const action = pull
    .command(verb)
    .description(description)
    .argument('<pull>', 'its id, or the model that it brings')
    .action(async (word: string) => {
      const changed = await context.withApi(async (api) =>
        api.call<PullDto>(pullPath(await pullIdOf(api, word), verb), { method: 'POST' }),
      );
      context.show(changed, () => {
        print.line(`${changed.modelId} is ${print.state(changed.state)}`);
        if (verb === 'resume') print.note(print.dim(`Watch it: hal0 pull show ${changed.id} --follow`));
      });
    });
  examples(action, [`hal0 pull ${verb} qwen3.5-0.8b`]);
}

function definePullRemove(pull: Command, context: CommandContext): void {
  const remove = pull
    .command('rm')
    .alias('remove')
    .description('forget a download that has ended, with what a failed one holds; its model stays')
    .argument('<pull>', 'its id, or the model that it brought')
    .action(async (word: string) => {
      const id = await context.withApi(async (api) => {
        const found = await pullIdOf(api, word);
        await api.call(pullPath(found), { method: 'DELETE' });
        return found;
      });
      context.show({ removed: id }, () => context.print.line(`${word} is forgotten`));
    });
  examples(remove, ['hal0 pull rm 4f0c2a9be1d37785']);
}
