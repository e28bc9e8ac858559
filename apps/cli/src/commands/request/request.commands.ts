import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineRequestList } from './list.command.js';
import { defineRequestShow } from './show.command.js';

export function defineRequest(request: Command, context: CommandContext): void {
  defineRequestList(request, context);
  defineRequestShow(request, context);
  examples(request, ['hal0 request list --slot primary', 'hal0 request list --follow', 'hal0 request show <id>']);
}
