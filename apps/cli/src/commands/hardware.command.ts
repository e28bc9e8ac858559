import type { HardwareDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { printHardware } from '../hardware-summary.js';
import { examples } from '../terminal/help-text.js';

export function defineHardware(hardware: Command, context: CommandContext): void {
  hardware.action(async () => {
    const box = await context.apiOrFiles(
      () => context.ask<HardwareDto>('api/hardware'),
      async (local) => (await import('../local/local-hardware.js')).knownHardware(local),
    );
    context.show(box, () => printHardware(context.print, box));
  });
  examples(hardware, ['hal0 hardware', 'hal0 hardware --json | jq .headroom', 'hal0 probe   # look again']);
}
