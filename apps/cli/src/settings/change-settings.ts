import type { SettingsChangeDto } from '@hal0/config';
import { UsageError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import { none } from '../terminal/units.js';
import { keyParts, valueText } from './effective-settings.js';

/** Gives one setting a value, null for its default, and tells what that did. */
export async function changeSetting(context: CommandContext, key: string, value: unknown): Promise<void> {
  const keys = keyParts(key);
  if (keys.length < 2) throw new UsageError(`"${key}" is not a setting: write section.key, e.g. api.port.`);
  const body = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const change = await context.apiOrFiles(
    () => context.ask<SettingsChangeDto>('api/settings', { method: 'PUT', body }),
    (local) => local.settings().update(body, 'operator'),
  );
  await showChange(context, change);
}

/** What was changed, when it acts, and how to take it back. */
export async function showChange(context: CommandContext, change: SettingsChangeDto): Promise<void> {
  const { print } = context;
  const { isRunning } = await context.apiAddress();
  context.show(change, () => {
    if (change.changes.length === 0) return print.line('Nothing changes');
    for (const { path, before, after } of change.changes)
      print.line(`${path}: ${shown(before)} → ${print.bold(shown(after))}`);
    const { serviceRestart } = change.applyPlan;
    if (serviceRestart.length && isRunning) print.note(`${serviceRestart.join(', ')}: after a restart of hal0`);
    if (change.revisionId !== null) print.note(print.dim(`Undo it with: hal0 config undo ${change.revisionId}`));
  });
}

const shown = (value: unknown): string => (value === null || value === undefined ? none : valueText(value));
