import type { RequestsPageDto } from '@hal0/activity';
import type { Command } from 'commander';
import { RefusedError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { printRequest } from '../../requests/print-request.js';
import { examples } from '../../terminal/help-text.js';

export function defineRequestShow(request: Command, context: CommandContext): void {
  const show = request
    .command('show')
    .description('one request, and where its time went')
    .argument('<request>', 'its id, as in the header x-request-id')
    .action(async (id: string) => {
      const { requests } = await context.ask<RequestsPageDto>(withQuery('api/requests', { q: id }));
      // Clients may bring an id of their own, and bring it twice: the newest is meant.
      const found = requests.find((one) => one.id === id);
      if (!found) {
        throw new RefusedError(
          'request.not_found',
          `No request "${id}" is on record. One that has just ended appears within a second, one under way when it ends.`,
        );
      }
      context.show(found, () => printRequest(context.print, found));
    });
  examples(show, ['hal0 request show "$(hal0 request list -n 1 --json | jq -r \'.[0].id\')"']);
}
