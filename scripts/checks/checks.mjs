import { readdirSync } from 'node:fs';
import { inClone } from '../bootstrap/clone.mjs';
import { installKnip } from '../bootstrap/install.mjs';
import { capture } from '../bootstrap/run.mjs';
import { bundleBudget } from './bundle-budget.mjs';
import { clientDrift, openApiDrift } from './drift.mjs';
import { endToEnd, jest } from './jest.mjs';

/**
 * Every check, in the order they are told of. `check` returns {ok, output} and, where it counts tests, {passed, failed}.
 * `built` marks those that look at what the build has made, `alone` those that have the machine for themselves.
 */
export const CHECKS = [
  { name: 'typecheck', check: ({ tool }) => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json') },
  { name: 'eslint', check: ({ tool }) => tool('eslint/bin/eslint.js', '--max-warnings', '0', '.') },
  { name: 'prettier', check: ({ tool }) => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  {
    name: 'architecture',
    check: ({ tool }) =>
      tool(
        'dependency-cruiser/bin/dependency-cruiser.mjs',
        '--config',
        '.dependency-cruiser.mjs',
        'apps',
        'libs',
        'e2e',
        'frontend/src',
      ),
  },
  { name: 'dead-code', check: deadCode },
  { name: 'scripts', check: (context) => nodeTests(context, 'scripts') },
  { name: 'bench', check: (context) => nodeTests(context, 'bench/test') },
  { name: 'errors', check: ({ node }) => node([inClone('scripts/errors-reference.mjs'), '--check']) },
  { name: 'settings', built: true, check: ({ node }) => node([inClone('scripts/config-reference.mjs'), '--check']) },
  {
    name: 'commands',
    built: true,
    check: ({ node }) => node([inClone('scripts/command-line-reference.mjs'), '--check']),
  },
  { name: 'openapi', built: true, check: openApiDrift },
  { name: 'client', built: true, check: clientDrift },
  { name: 'bundle', built: true, check: bundleBudget },
  { name: 'jest', built: true, alone: true, check: jest },
  { name: 'e2e', built: true, alone: true, check: endToEnd },
];

/** What a check is given: the tools of this clone under the Node.js that hal0 runs on. */
export function checkContext(runtime, jestWords) {
  const node = async (args, options) => {
    const { code, output } = await capture(runtime.node, args, { env: runtime.env, ...options });
    return { ok: code === 0, output };
  };
  return { runtime, jestWords, node, tool: (script, ...args) => node([inClone('node_modules', script), ...args]) };
}

async function deadCode({ runtime, node }) {
  await installKnip(runtime);
  return node([
    inClone('tools/knip/node_modules/knip/bin/knip.js'),
    '--config',
    'tools/knip/knip.json',
    '--no-progress',
    '--no-config-hints',
  ]);
}

async function nodeTests({ node }, folder) {
  const files = readdirSync(inClone(folder)).filter((name) => name.endsWith('.test.mjs'));
  const { ok, output } = await node(['--test', '--test-reporter=tap', ...files.map((name) => inClone(folder, name))]);
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  return { ok, output, passed: count('pass'), failed: count('fail') };
}
