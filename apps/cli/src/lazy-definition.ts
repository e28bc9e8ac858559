import type { Command } from 'commander';

const pending = new WeakMap<Command, () => Promise<void>>();

/** Leaves it to {@link loadDefinition} to give `command` its words, options and subcommands. */
export function defineLater(command: Command, define: () => Promise<void>): void {
  pending.set(command, define);
}

/** Completes a command that was left for later; another one stays as it is. */
export async function loadDefinition(command: Command): Promise<void> {
  const define = pending.get(command);
  pending.delete(command);
  await define?.();
}
