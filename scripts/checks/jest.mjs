import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inClone, readJson } from '../bootstrap/clone.mjs';
import { capture } from '../bootstrap/run.mjs';
import { provideTestTools } from './test-tools.mjs';

/** What the tests start themselves (API, lemond) gets this long to end when the run is stopped. */
const GRACE_MS = 10_000;

/** What Jest keeps of each file's ES modules fills the heap (jestjs/jest#14605): a worker over the limit is replaced. */
const MEMORY = '--workerIdleMemoryLimit=1500MB';

/** Two workers even where a machine has two cores; Jest would else run all in one process, which is never replaced. */
export const jest = (context) =>
  run(context, ['unit', 'medium', 'dashboard'], [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`, MEMORY]);

/**
 * Two files at a time, however many processors there are: each has a lemond of its own, with a model server for every slot,
 * and what they measure allows for a neighbour and not for a crowd.
 */
export const endToEnd = (context) => run(context, ['e2e'], ['--maxWorkers=2', MEMORY]);

/** Some projects of jest.config.mjs; the output is shown as it comes. */
async function run({ runtime, jestWords }, projects, options) {
  const tools = await provideTestTools(runtime);
  if (tools.missing) return { ok: false, output: tools.missing };
  const result = inClone('node_modules/.hal0/jest.json');
  rmSync(result, { force: true });
  const words = [
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${result}`,
    '--passWithNoTests',
    ...options,
    '--selectProjects',
    ...projects,
    '--testPathPatterns',
    ...(jestWords.length ? jestWords : ['.']),
  ];
  const { code } = await capture(runtime.node, ['--experimental-vm-modules', '--no-warnings', ...words], {
    env: { ...runtime.env, ...tools.env, NODE_COMPILE_CACHE: inClone('node_modules/.hal0/compiled') },
    show: true,
    graceMs: GRACE_MS,
  });
  const counts = readCounts(result);
  return { ok: code === 0, output: code === 0 ? '' : 'The failing tests are named above.', ...counts };
}

function readCounts(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = readJson(file);
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 }; // Jest ended before it could write its result.
  }
}
