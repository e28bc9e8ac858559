import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineModelAssign } from './assign.command.js';
import { defineModelList } from './list.command.js';
import { defineModelRemove } from './remove.command.js';
import { defineModelShow } from './show.command.js';

export function defineModel(model: Command, context: CommandContext): void {
  examples(model, ['hal0 model list', 'hal0 model assign hal0-demo-chat --slot primary']);
  defineModelList(model, context);
  defineModelShow(model, context);
  defineModelAssign(model, context);
  defineModelRemove(model, context);
}
