import type { SlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { slotPath } from '../../slots/slot-path.js';
import { examples } from '../../terminal/help-text.js';
import { duration, mebibytes, milliseconds, none, tokensPerSecond } from '../../terminal/units.js';

export function defineSlotShow(slot: Command, context: CommandContext): void {
  const { print } = context;
  const show = slot
    .command('show')
    .description('one slot in full')
    .argument('<slot>', 'its name')
    .action(async (name: string) => {
      const one = await context.ask<SlotDto>(slotPath(name));
      const { metrics } = one;
      const from = (field: SlotDto['fromModel'][number]) =>
        one.fromModel.includes(field) ? print.dim(' (from the model)') : '';
      context.show(one, () =>
        print.facts([
          ['slot', `${print.bold(one.name)} (${one.type}${one.default ? ', default for its type' : ''})`],
          [
            'state',
            `${print.state(one.state)} since ${one.stateSince}${one.stateReason ? `: ${one.stateReason}` : ''}`,
          ],
          ['error', one.error && `${one.error.code}: ${one.error.message}`],
          ['phase', one.phase === one.state ? null : one.phase.replaceAll('_', ' ')],
          ['backend', one.backend?.command ? `${one.backend.message ?? 'missing'} Run: ${one.backend.command}` : null],
          ['enabled', one.enabled ? 'yes' : 'no'],
          ['model', one.model ?? none],
          ['device', one.device],
          ['profile', one.profile],
          [
            'context',
            one.contextSize === null
              ? "the model's own, at most 4096"
              : `${one.contextSize} tokens${from('contextSize')}`,
          ],
          ['at once', `${one.parallel} request${one.parallel === 1 ? '' : 's'}${from('parallel')}`],
          ['arguments', one.extraArgs && `${one.extraArgs}${from('extraArgs')}`],
          ['idle after', one.idleTimeoutSeconds === 0 ? 'never' : duration(one.idleTimeoutSeconds)],
          ['pinned', one.pinned ? 'yes' : 'no'],
          ['fallback', fallbackOf(one)],
          ['local only', one.localOnly ? 'yes' : null],
          ['labels', one.labels.join(', ') || null],
          ['memory', memoryOf(one)],
          ['now', `${one.activeRequests} active, ${one.queuedRequests} queued`],
          ['requests', `${metrics.requests}${metrics.lastUsedAt ? `, the latest at ${metrics.lastUsedAt}` : ''}`],
          ['first byte', milliseconds(metrics.ttftMs)],
          ['speed', tokensPerSecond(metrics.tokensPerSecond)],
          [
            'KV',
            metrics.kvUsage === null
              ? null
              : `${(metrics.kvUsage * 100).toFixed(1)} % of ${metrics.contextSize} tokens`,
          ],
          ...(one.error?.log ?? []).map((line, index) => [index ? '' : 'log', line] as const),
        ]),
      );
    });
  examples(show, ['hal0 slot show primary']);
}

function fallbackOf(slot: SlotDto): string | null {
  const { fallback, fallbackAfterSeconds, fallbackQueueLongerThan, fallbackOn } = slot;
  if (fallback.length === 0) return null;
  const conditions = [
    ...(fallbackAfterSeconds === null ? [] : [`no turn after ${fallbackAfterSeconds} s`]),
    ...(fallbackQueueLongerThan === null ? [] : [`more than ${fallbackQueueLongerThan} in line`]),
    ...fallbackOn.map((cause) => cause.replaceAll('_', ' ')),
  ];
  return `${fallback.join(', then ')} when: ${conditions.join('; ')}`;
}

function memoryOf({ memoryMib, needMib }: SlotDto): string | null {
  if (memoryMib !== null) return mebibytes(memoryMib);
  return needMib === null ? null : `about ${mebibytes(needMib)} when loaded`;
}
