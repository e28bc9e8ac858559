import { Interrupted } from './failure.mjs';

/** npm passes Ctrl-C on to a script that the terminal has already told: a real second one comes later than this. */
const ECHO_MS = 700;

const stoppers = new Set();
let first;

/**
 * From now on SIGINT, SIGTERM, SIGHUP and the death of the parent stop what is running. A parent that is killed
 * (npm by a supervisor, a closed shell) tells nobody, so it is looked at.
 */
export function watchForInterruption() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt(signal));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    interrupt('SIGTERM');
  }, 500);
  watch.unref();
}

/** `stop(force)` is called at an interruption, and once more with `force` when the person insists. Returns the way out. */
export function onInterruption(stop) {
  stoppers.add(stop);
  return () => stoppers.delete(stop);
}

/** @throws Interrupted when somebody has asked to stop. */
export function throwIfInterrupted() {
  if (first) throw new Interrupted(first.signal);
}

function interrupt(signal) {
  const force = first !== undefined;
  if (force && Date.now() - first.at < ECHO_MS) return;
  first ??= { signal, at: Date.now() };
  for (const stop of stoppers) stop(force);
}
