import type { SecretDto } from '@hal0/config';
import type { HardwareDto } from '@hal0/hardware';
import type { BundleDto, BundlePlanDto, BundleRunDto, BundlesDto, SetupStateDto } from '@hal0/setup';
import type { Command } from 'commander';
import { bundlePath } from '../../bundles/bundle-path.js';
import { followRun } from '../../bundles/follow-run.js';
import { printBundlePlan } from '../../bundles/print-plan.js';
import { printRun } from '../../bundles/print-run.js';
import { InterruptedError, UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { EXIT } from '../../exit-codes.js';
import { withQuery } from '../../logs/journal-options.js';
import { secretPath } from '../../secret-path.js';
import { agreed, chosenBundle } from '../../setup/setup-questions.js';
import { examples, remark } from '../../terminal/help-text.js';
import { secretFrom } from '../../terminal/prompt.js';
import { bytes, mebibytes } from '../../terminal/units.js';

const HUB_TOKEN = 'HF_TOKEN';

export function defineSetup(setup: Command, context: CommandContext): void {
  setup.action(() => guide(context));
  remark(
    setup,
    'It asks, and downloads nothing that nobody chose. Ctrl-C leaves it at any time; downloads that have begun go on. With --json it asks nothing and tells where the first run stands; in a script: hal0 bundle apply <bundle>, or hal0 bundle skip.',
  );
  examples(setup, ['hal0 setup', 'hal0 setup --url http://box.local:8080', 'hal0 setup --json | jq .firstRun']);
}

/** @throws UsageError when nobody is at the terminal */
async function guide(context: CommandContext): Promise<void> {
  const { print, terminal } = context;
  if (!terminal.stdin.isTTY && !context.wantsJson)
    throw new UsageError('hal0 setup asks questions, and nobody can be asked here. See: hal0 bundle apply --help');
  const state = await context.ask<SetupStateDto>('api/setup/state');
  if (context.wantsJson) return print.json(state);
  if (state.run?.state === 'running') return finish(context, await followRun(context, state.run));
  if (!state.firstRun)
    print.line('This box is set up already. A bundle adds to it; what is as it should be is left alone.');
  await askForCode(context, state);

  const [box, known] = await Promise.all([
    context.ask<HardwareDto>('api/hardware'),
    context.ask<BundlesDto>('api/bundles'),
  ]);
  describeBox(context, box, known);
  const bundle = await chosenBundle(context, known);
  if (!bundle) return skip(context);

  const how = await conditions(context, bundle, known);
  const plan = await context.ask<BundlePlanDto>(
    withQuery(bundlePath(bundle.id, 'plan'), { npuOptIn: how.npuOptIn ? 'true' : undefined }),
  );
  print.line();
  print.line(bundle.description);
  print.line();
  printBundlePlan(print, plan);
  await askForToken(context, bundle);
  if (!(await agreed(context, plan.downloadBytes > 0 ? `Download about ${bytes(plan.downloadBytes)}?` : 'Go on?')))
    throw new InterruptedError('Nothing is downloaded, and no slot was changed.');
  const run = await change<BundleRunDto>(context, bundlePath(bundle.id, 'apply'), how);
  // The choice is made; what is still to come needs nobody.
  await change(context, 'api/setup/complete');
  finish(context, await followRun(context, run));
}

/** A box elsewhere wants its code with every change, until it is set up. Only its owner can read it. */
async function askForCode(context: CommandContext, { codeRequired }: SetupStateDto): Promise<void> {
  const { globals, terminal } = context;
  if (!codeRequired) return;
  if (!globals.setupCode && !terminal.environment['HAL0_SETUP_CODE']) {
    const question = 'Setup code of the box, from the file .first-run.lock in its state folder';
    context.globals = { ...globals, setupCode: await secretFrom(terminal, question) };
  }
  // Before the other questions are answered for nothing.
  await change(context, 'api/setup/code');
}

const change = <T>(context: CommandContext, path: string, body?: object): Promise<T> =>
  context.ask<T>(path, { method: 'POST', ...(body ? { body } : {}) });

function describeBox({ print }: CommandContext, box: HardwareDto, { usableRamGib, diskFreeBytes }: BundlesDto): void {
  const memory = usableRamGib === null ? mebibytes(box.ramMib) : `${usableRamGib.toFixed(1)} GiB`;
  print.line();
  print.facts([
    ['this box', `${print.bold(box.platformLabel)}, ${box.cpuModel}`],
    ['memory', `${memory} for models and everything else`],
    ['graphics', box.gpus.map(({ name }) => name).join(', ') || 'none: models run on the processor'],
    ['disk', `${bytes(diskFreeBytes)} free for models`],
  ]);
}

/** What has to be agreed to beside the bundle itself. */
async function conditions(
  context: CommandContext,
  { name, eligible, reason, npuTrio }: BundleDto,
  { npuAvailable }: BundlesDto,
): Promise<{ npuOptIn?: true; force?: true }> {
  const isForced = !eligible && (await agreed(context, `${reason ?? `${name} is too large.`} Take it all the same?`));
  if (!eligible && !isForced) throw new InterruptedError('Nothing was changed.');
  const withNpu =
    npuTrio && npuAvailable && (await agreed(context, 'Put chat, transcription and embedding on the NPU too?'));
  return { ...(withNpu ? { npuOptIn: true } : {}), ...(isForced ? { force: true } : {}) };
}

/** Only where a model asks for it that is not here yet; who has none yet may go on without. */
async function askForToken(context: CommandContext, { models }: BundleDto): Promise<void> {
  const gated = models.filter((model) => model.gated && !model.installed);
  if (gated.length === 0) return;
  const secrets = await context.ask<SecretDto[]>('api/secrets');
  if (secrets.some(({ name, set }) => name === HUB_TOKEN && set)) return;
  context.print.line(
    `${gated.map(({ id }) => id).join(', ')}: the owner has to let you in, and hal0 needs your token of the hub.`,
  );
  if (!(await agreed(context, 'Give it now?'))) return;
  const value = await secretFrom(context.terminal, `Value of ${HUB_TOKEN}`);
  await context.ask(secretPath(HUB_TOKEN), { method: 'PUT', body: { value } });
}

async function skip(context: CommandContext): Promise<void> {
  const { print } = context;
  await change(context, 'api/bundles/skip');
  await change(context, 'api/setup/complete');
  print.line('hal0 is set up, without a bundle.');
  print.note(print.dim('Models come one by one: hal0 model catalogue, then hal0 model pull <model>'));
}

function finish(context: CommandContext, run: BundleRunDto): void {
  const { print } = context;
  if (run.state !== 'completed') context.exitCode = EXIT.failed;
  print.line();
  printRun(print, run);
  if (run.state === 'completed') print.note(print.dim('hal0 is set up. Try it: hal0 chat "Hello, who are you?"'));
}
