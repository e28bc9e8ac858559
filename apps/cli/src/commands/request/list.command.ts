import type { FinishedRequestDto, RequestsPageDto } from '@hal0/activity';
import { Option, type Command } from 'commander';
import type { ApiClient } from '../../api/api-client.js';
import { eventData } from '../../api/server-sent-events.js';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { requestLine } from '../../requests/request-line.js';
import { examples } from '../../terminal/help-text.js';
import { pageSize } from '../../terminal/option-values.js';
import { OUTCOMES } from '../../vocabulary.js';

const DEFAULT_LINES = 20;
/** The most that the API gives at once. */
const PAGE_LIMIT = 500;
/** Events upon which there may be new rows. */
const NEWS: ReadonlySet<string> = new Set(['requests.finished', 'events.gap']);

interface Filter {
  slot?: string;
  outcome?: string;
  key?: string;
  servedBy?: string;
  grep?: string;
}

interface ListOptions extends Filter {
  lines: number;
  follow?: boolean;
}

export function defineRequestList(request: Command, context: CommandContext): void {
  const { print } = context;
  const list = request
    .command('list')
    .alias('ls')
    .description('requests that have ended, the latest last: status, time, what served and where the time went')
    .addOption(
      new Option('-n, --lines <count>', `how many of the latest, at most ${PAGE_LIMIT}`)
        .argParser(pageSize(PAGE_LIMIT))
        .default(DEFAULT_LINES),
    )
    .option('-f, --follow', 'go on with those to come, until Ctrl-C')
    .option('-s, --slot <slot>', 'only those that this slot served')
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(OUTCOMES))
    .option('--key <api-key>', 'only those that came with the key of this name')
    .option('--served-by <server>', 'only those that lemonade, or the upstream of this name, served')
    .option('-g, --grep <text>', 'only those with this in their id, path, model or error code')
    .action(async ({ lines, follow = false, ...filter }: ListOptions) => {
      if (!follow) {
        const { requests } = await context.ask<RequestsPageDto>(pathOf(filter, lines));
        const oldestFirst = requests.toReversed();
        return context.show(oldestFirst, () => {
          if (oldestFirst.length === 0) print.note('No request of that kind is on record yet.');
          for (const one of oldestFirst) print.line(requestLine(print, one));
        });
      }
      await context.withApi((api) =>
        context.interruptible('', async (signal) => {
          for await (const one of following(api, filter, lines, signal)) {
            print.line(context.wantsJson ? JSON.stringify(one) : requestLine(print, one));
          }
        }),
      );
    });
  examples(list, [
    'hal0 request list',
    'hal0 request list --slot primary --outcome failed -n 100',
    'hal0 request list --follow --key laptop',
    "hal0 request list --json | jq 'map(.totalMs) | add'",
  ]);
}

const pathOf = ({ grep, ...filter }: Filter, limit: number): string =>
  withQuery('api/requests', { limit, ...filter, q: grep });

/** The latest, then those to come. */
async function* following(
  api: ApiClient,
  filter: Filter,
  lines: number,
  signal: AbortSignal,
): AsyncGenerator<FinishedRequestDto> {
  const events = eventData(api.stream('api/events/stream', { signal }));
  const nextEvent = () => {
    const next = events.next();
    // Ctrl-C, or a list that cannot be read, may end this before anybody waits for it.
    next.catch(() => undefined);
    return next;
  };
  // Asked for before the list is read, so that nothing falls between the two.
  let next = nextEvent();
  let last = 0;
  for (let limit = lines; ; limit = PAGE_LIMIT) {
    const { requests } = await api.call<RequestsPageDto>(pathOf(filter, limit), { signal });
    const news = requests.filter(({ row }) => row > last).toReversed();
    yield* news;
    last = news.at(-1)?.row ?? last;
    for (let isNews = false; !isNews; next = nextEvent()) {
      const event = await next;
      if (event.done) return;
      isNews = NEWS.has((JSON.parse(event.value) as { type: string }).type);
    }
  }
}
