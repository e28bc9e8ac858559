import type { BundlePlanDto } from '@hal0/setup';
import type { Printer } from '../terminal/printer.js';
import { bytes } from '../terminal/units.js';

/** What the application of a bundle would do. */
export function printBundlePlan(print: Printer, plan: BundlePlanDto): void {
  const { downloads, downloadBytes, diskFreeBytes, unavailable, slots } = plan;
  if (downloads.length === 0) print.line('to download: nothing');
  else {
    print.line(`to download: about ${bytes(downloadBytes)} of ${bytes(diskFreeBytes)} free`);
    for (const { model, sizeBytes, source } of downloads)
      print.line(`  ${model}  ${bytes(sizeBytes)}${source === model ? '' : `  ${print.dim(`from ${source}`)}`}`);
  }
  for (const model of unavailable)
    print.line(`${print.state('warning', 'missing')}: ${model}, of which the bundle does not say where it comes from`);
  const changed = slots.filter(({ change }) => change !== 'none');
  if (changed.length === 0) return print.line('slots: all are so already');
  print.line('slots:');
  for (const { slot, change, changes } of changed) {
    const fields = changes.map(({ field, from, to }) =>
      change === 'create' ? `${field} ${to ?? 'none'}` : `${field} ${from ?? 'none'} → ${to ?? 'none'}`,
    );
    print.line(`  ${slot}${change === 'create' ? ' (new)' : ''}: ${fields.join(', ')}`);
    for (const { field, heldBy } of changes)
      if (heldBy !== null)
        print.line(
          `    ${print.state('warning', 'held')}: ${field} by ${heldBy}; the slot can be set once it is changed there`,
        );
  }
}
