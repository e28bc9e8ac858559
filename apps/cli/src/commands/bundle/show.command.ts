import type { BundleDto, BundlePlanDto } from '@hal0/setup';
import type { Command } from 'commander';
import { bundlePath } from '../../bundles/bundle-path.js';
import { printBundlePlan } from '../../bundles/print-plan.js';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { examples } from '../../terminal/help-text.js';
import { bytes } from '../../terminal/units.js';

export function defineBundleShow(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const show = bundle
    .command('show')
    .description('one bundle in full, and what applying it would change here')
    .argument('<bundle>', 'its id')
    .option('--npu', 'with the models of the NPU')
    .action(async (id: string, { npu }: { npu?: boolean }) => {
      const { one, plan } = await context.withApi(async (api) => ({
        one: await api.call<BundleDto>(bundlePath(id)),
        plan: await api.call<BundlePlanDto>(withQuery(bundlePath(id, 'plan'), { npuOptIn: npu ? 'true' : undefined })),
      }));
      context.show({ ...one, plan }, () => {
        print.facts([
          [
            'bundle',
            `${print.bold(one.name)} (${one.id}${one.toy ? ', a toy' : ''}${one.imported ? ', imported' : ''})`,
          ],
          ['', one.description],
          ['by', one.vendor],
          ['memory', one.minRamGb === null ? null : `for machines of ${one.minRamGb} GB`],
          ['here', one.reason ?? (one.applied ? 'applied' : one.recommended ? 'recommended' : 'fits')],
          ['size', `about ${bytes(one.sizeBytes)}`],
          ['npu', one.npuTrio ? 'its NPU models come with --npu' : null],
        ]);
        print.line();
        print.table(
          ['SLOT', 'MODEL', 'SIZE', 'LICENSE', ''],
          one.slots.map(({ slot, model, sizeBytes, evictable }) => {
            const about = one.models.find((known) => known.id === model);
            const remarks = [
              about?.installed ? 'here' : null,
              about?.gated ? 'asks for a token' : null,
              evictable ? 'makes room when another needs it' : null,
            ];
            return [slot, model, bytes(sizeBytes), about?.license ?? '', print.dim(remarks.filter(Boolean).join(', '))];
          }),
        );
        print.line();
        printBundlePlan(print, plan);
      });
    });
  examples(show, ['hal0 bundle show hal0-default']);
}
