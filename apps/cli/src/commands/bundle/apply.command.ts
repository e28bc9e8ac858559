import type { BundleRunDto } from '@hal0/setup';
import type { Command } from 'commander';
import { bundlePath } from '../../bundles/bundle-path.js';
import { followRun } from '../../bundles/follow-run.js';
import { printRun } from '../../bundles/print-run.js';
import type { CommandContext } from '../../command-context.js';
import { EXIT } from '../../exit-codes.js';
import { examples, remark } from '../../terminal/help-text.js';

interface ApplyOptions {
  npu?: boolean;
  force?: boolean;
  wait: boolean;
}

export function defineBundleApply(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const apply = bundle
    .command('apply')
    .description('bring the models of a bundle and give them to its slots; a second time, only what is missing')
    .argument('<bundle>', 'its id')
    .option('--npu', 'put its models for the NPU there too')
    .option('-f, --force', 'also where memory or disk are too small for it')
    .option('--no-wait', 'return at once; the downloads go on')
    .action(async (id: string, { npu, force, wait }: ApplyOptions) => {
      const body = { ...(npu ? { npuOptIn: true } : {}), ...(force ? { force: true } : {}) };
      const path = bundlePath(id, 'apply');
      const started = await context.ask<BundleRunDto>(path, { method: 'POST', body, waiting: `applying ${id}` });
      const run = wait ? await followRun(context, started) : started;
      if (run.state !== 'completed' && run.state !== 'running') context.exitCode = EXIT.failed;
      // The watching has told it, line by line.
      if (wait && context.wantsJson) return;
      context.show(run, () => {
        printRun(print, run);
        if (run.state === 'running') print.note(print.dim('Watch it: hal0 bundle status --follow'));
      });
    });
  remark(
    apply,
    'Ctrl-C ends the watching, not the downloads. Under --json every change is a line, the last one how it ended. Exits with 1 when something is missing at the end.',
  );
  examples(apply, ['hal0 bundle apply hal0-demo', 'hal0 bundle apply hal0-default --no-wait']);
}
