import type { HardwareDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { printHardware } from '../hardware-summary.js';
import { examples, remark } from '../terminal/help-text.js';

const WORDS = 'probing the hardware';

export function defineProbe(probe: Command, context: CommandContext): void {
  const { print } = context;
  probe.action(async () => {
    const box = await context.apiOrFiles(
      () => context.ask<HardwareDto>('api/hardware/probe', { method: 'POST', waiting: WORDS }),
      (local) => print.during(WORDS, async () => (await import('../local/local-hardware.js')).probeHere(local, print)),
    );
    context.show(box, () => printHardware(print, box));
  });
  remark(probe, 'The result is kept in hardware.json. Without a running API the machine is probed from here.');
  examples(probe, ['hal0 probe', 'sudo hal0 probe --json']);
}
