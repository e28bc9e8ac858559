import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLONE } from './clone.mjs';
import { causeOf, Failure } from './failure.mjs';
import { onInterruption, throwIfInterrupted } from './interruption.mjs';
import { ProcessTree } from './process-tree.mjs';

const TAIL_LINES = 25;
const KEPT_LINES = 2000;
/** What is cut off here is done again from the start, so there is little to tidy up. */
const GRACE_MS = 2_000;

/**
 * Runs a command to its end in a session of its own, so that Ctrl-C reaches it only through here and nothing it has
 * started stays behind. Its output is kept, not shown, unless `show` is set.
 * Returns exit code and output. @throws Failure when it cannot be started, Interrupted when the person stopped it.
 */
export async function capture(
  command,
  args,
  { cwd = CLONE, env = process.env, show = false, onLine, graceMs = GRACE_MS } = {},
) {
  throwIfInterrupted();
  const output = show ? 'inherit' : 'pipe';
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
  const lines = [];
  const keep = (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', keep);

  const exited = once(child, 'exit');
  const closed = once(child, 'close').catch(() => undefined);
  let stopping;
  const release = onInterruption((force) => {
    if (!child.pid) return;
    const tree = new ProcessTree(child.pid);
    stopping = force ? tree.kill() : tree.stop(graceMs);
  });
  try {
    const [code, signal] = await exited;
    await stopping;
    throwIfInterrupted();
    // The last lines may still be on their way; something left behind could hold the pipe open for good.
    await Promise.race([closed, sleep(1_000, undefined, { ref: false })]);
    return { code: code ?? 1, signal, output: lines.join('\n') };
  } catch (error) {
    if (error.code === 'ENOENT') throw new Failure(missing(command));
    throw error;
  } finally {
    release();
  }
}

/** Like {@link capture}, for commands that must succeed: a failure shows the end of the output and one line on the cause. */
export async function run(command, args, options = {}) {
  const { code, signal, output } = await capture(command, args, options);
  if (code === 0) return output;
  const what = [command.split('/').at(-1), ...args.map((word) => word.split('/').at(-1))].slice(0, 4).join(' ');
  const end = signal ? `was ended by ${signal}` : `ended with status ${code}`;
  const tail = output.split('\n').slice(-TAIL_LINES).join('\n');
  const parts = [tail.trim() && indent(tail), causeOf(output) ?? `"${what}" ${end}; its last lines are above.`];
  throw new Failure(parts.filter(Boolean).join('\n\n'));
}

const indent = (text) => text.replace(/^/gm, '    ');

function missing(command) {
  const remedies = { npm: ' It comes with Node.js; on Debian: apt-get install npm' };
  return `The command "${command}" was not found on this machine.${remedies[command] ?? ''}`;
}
