import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineModelAdd } from './add.command.js';
import { defineModelAssign } from './assign.command.js';
import { defineModelCatalogue } from './catalogue.command.js';
import { defineModelEdit } from './edit.command.js';
import { defineModelInspect } from './inspect.command.js';
import { defineModelList } from './list.command.js';
import { defineModelPull } from './pull.command.js';
import { defineModelRemove } from './remove.command.js';
import { defineModelScan } from './scan.command.js';
import { defineModelShow } from './show.command.js';

export function defineModel(model: Command, context: CommandContext): void {
  examples(model, ['hal0 model list', 'hal0 model pull qwen3.5-0.8b', 'hal0 model assign qwen3.5-0.8b --slot primary']);
  defineModelList(model, context);
  defineModelShow(model, context);
  defineModelCatalogue(model, context);
  defineModelInspect(model, context);
  defineModelPull(model, context);
  defineModelScan(model, context);
  defineModelAdd(model, context);
  defineModelAssign(model, context);
  defineModelEdit(model, context);
  defineModelRemove(model, context);
}
