import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { exitCodeOf, type DoctorRow } from '../doctor/doctor-row.js';
import { askApi, notRunning } from '../doctor/api-checks.js';
import { examples, remark } from '../terminal/help-text.js';

interface DoctorOptions {
  fix?: boolean;
  offline?: boolean;
}

export function defineDoctor(doctor: Command, context: CommandContext): void {
  const { print } = context;
  doctor
    .option('--fix', 'repair what can be repaired without losing anything')
    .option('--offline', 'look at the files only, do not ask the API')
    .action(async ({ fix = false, offline = false }: DoctorOptions) => {
      const rows = await print.during('examining', () => examine(context, fix, offline));
      context.exitCode = exitCodeOf(rows);
      context.show(rows, () => {
        for (const { id, severity, message, remedy, fixed } of rows) {
          print.line(
            `${print.state(severity, severity.padEnd('warning'.length))}  ${id}  ${message}${fixed ? ' (repaired)' : ''}`,
          );
          if (remedy) print.line(`         ${print.dim(remedy)}`);
        }
        const fixable = rows.filter((row) => row.fixable).length;
        if (fixable) print.note(`hal0 doctor --fix repairs ${fixable} of them`);
      });
    });
  remark(doctor, 'The status is 0 when all is well, 1 when there is something to act on, 2 when something is broken.');
  examples(doctor, [
    'hal0 doctor',
    'sudo hal0 doctor --fix',
    'hal0 doctor --json | jq \'.[] | select(.severity != "ok")\'',
  ]);
}

/** This machine's files first; what the API says of the same thing counts more. */
async function examine(context: CommandContext, fix: boolean, offline: boolean): Promise<DoctorRow[]> {
  // Another machine's files cannot be looked at from here.
  const isElsewhere = context.globals.url !== undefined;
  const { checkLocally } = await import('../doctor/local-checks.js');
  const here = isElsewhere ? [] : await checkLocally(await context.local(), fix);
  if (offline) return here;
  const { isRunning } = await context.apiAddress();
  const there = isRunning ? await askApi(context, fix) : [notRunning()];
  const known = new Set(there.map(({ id }) => id));
  return [...here.filter(({ id }) => !known.has(id)), ...there];
}
