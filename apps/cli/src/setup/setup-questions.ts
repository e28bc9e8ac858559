import type { BundleDto, BundlesDto } from '@hal0/setup';
import { bundleFit } from '../bundles/fit-word.js';
import type { CommandContext } from '../command-context.js';
import { asked } from '../terminal/prompt.js';
import { bytes, none } from '../terminal/units.js';

/** A yes or no; anything that is no yes is a no. */
export async function agreed({ terminal }: CommandContext, question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await asked(terminal, `${question} [y/N]`));
}

/** Shows the bundles and asks for one, until the answer is one; undefined for none. Nothing is chosen beforehand. */
export async function chosenBundle(context: CommandContext, { bundles }: BundlesDto): Promise<BundleDto | undefined> {
  const { print, terminal } = context;
  print.line();
  print.table(
    ['', 'BUNDLE', 'THIS BOX', 'TO DOWNLOAD', 'SLOTS'],
    bundles.map((one, index) => [
      String(index + 1),
      one.name,
      bundleFit(print, one),
      one.downloadBytes > 0 ? bytes(one.downloadBytes) : none,
      one.slots.map(({ slot }) => slot).join(', '),
    ]),
  );
  print.line();
  for (;;) {
    const answer = await asked(terminal, `Which one? A number from 1 to ${bundles.length}, or 0 for none:`);
    if (answer === '0') return undefined;
    const chosen = bundles.find((one, index) => answer === String(index + 1) || isCalled(one, answer));
    if (chosen) return chosen;
  }
}

const isCalled = ({ id, name }: BundleDto, answer: string) =>
  [id, name].some((word) => word.toLowerCase() === answer.toLowerCase());
