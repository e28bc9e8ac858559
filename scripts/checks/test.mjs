import { build } from '../bootstrap/build.mjs';
import { Failure, Interrupted } from '../bootstrap/failure.mjs';
import { install } from '../bootstrap/install.mjs';
import { provideNode } from '../bootstrap/node-runtime.mjs';
import { say, seconds } from '../bootstrap/progress.mjs';
import { checkContext, CHECKS } from './checks.mjs';
import { sideBySide } from './side-by-side.mjs';

const SHOWN_LINES = 120;

/** Installs, builds, runs every check to its end and sums up. Returns the status to exit with. */
export async function test(args) {
  const { chosen, jestWords } = chooseChecks(args);
  const results = [];
  const record = (result) => {
    if (!result.ok && result.output) say(shortened(result.output));
    results.push(result);
    return result.ok;
  };
  let runtime;
  const installed = await timed('install', async () => {
    runtime = await provideNode();
    await install(runtime);
  });
  const ready =
    record(installed) && (!chosen.some(({ built }) => built) || record(await timed('build', () => build(runtime))));
  if (ready) {
    const context = checkContext(runtime, jestWords);
    const begin = ({ name }) => say(`── ${name}`);
    await sideBySide(chosen, { run: ({ name, check }) => timed(name, () => check(context)), begin, end: record });
  }
  return summary(results);
}

function chooseChecks(args) {
  const at = args.indexOf('--only');
  if (at < 0) return { chosen: CHECKS, jestWords: args };
  const names = (args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length)
    throw new Failure(`hal0 test --only takes ${CHECKS.map(({ name }) => name).join(',')}; not "${unknown[0]}".`, 2);
  return {
    chosen: CHECKS.filter(({ name }) => names.includes(name)),
    jestWords: args.filter((_, index) => index !== at && index !== at + 1),
  };
}

/** Runs one check; what it throws is its failure, except an interruption, which ends everything. */
async function timed(name, work) {
  const started = Date.now();
  let result;
  try {
    result = { ok: true, ...(await work()) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    result = { ok: false, output: error instanceof Failure ? error.message : error.stack };
  }
  const counts = result.passed === undefined ? { passed: Number(result.ok), failed: Number(!result.ok) } : {};
  // A check that fails without a failing test (a crash, a coverage bar) is a failure all the same.
  if (!result.ok && result.failed === 0) counts.failed = 1;
  return { ...result, ...counts, name, milliseconds: Date.now() - started };
}

function summary(results) {
  const rows = results.map(({ name, milliseconds, ok, passed, failed, note }) => {
    const counted = passed + failed > 1 ? `${passed} passed${failed ? `, ${failed} failed` : ''}` : '';
    return [
      name.padEnd(14),
      seconds(milliseconds).padStart(9),
      ok ? '  ok     ' : '  FAILED ',
      counted || (note ?? ''),
    ].join(' ');
  });
  say(`\n${rows.join('\n')}\n`);
  const bad = results.filter(({ ok }) => !ok).map(({ name }) => name);
  if (bad.length) say(`Failed: ${bad.join(', ')}\n`);
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  return bad.length ? 1 : 0;
}

function shortened(output) {
  const lines = output.trimEnd().split('\n');
  const left = lines.length - SHOWN_LINES;
  return left > 0 ? [...lines.slice(0, SHOWN_LINES), `… ${left} more lines`].join('\n') : lines.join('\n');
}
