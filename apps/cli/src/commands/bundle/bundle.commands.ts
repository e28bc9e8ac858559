import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineBundleApply } from './apply.command.js';
import { defineBundleList } from './list.command.js';

export function defineBundle(bundle: Command, context: CommandContext): void {
  examples(bundle, ['hal0 bundle list', 'hal0 bundle apply hal0-demo']);
  defineBundleList(bundle, context);
  defineBundleApply(bundle, context);
}
