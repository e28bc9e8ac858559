import { rmSync } from 'node:fs';
import { inClone, readJson } from '../bootstrap/clone.mjs';
import { capture } from '../bootstrap/run.mjs';
import { provideTestTools } from './test-tools.mjs';

/** What the tests start themselves (API, lemond) gets this long to end when the run is stopped. */
const GRACE_MS = 10_000;

/** All projects of jest.config.mjs; the output is shown as it comes. */
export async function jest({ runtime, jestWords }) {
  const tools = await provideTestTools(runtime);
  if (tools.missing) return { ok: false, output: tools.missing };
  const result = inClone('node_modules/.hal0/jest.json');
  rmSync(result, { force: true });
  const words = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${result}`, ...jestWords];
  const { code } = await capture(runtime.node, ['--experimental-vm-modules', '--no-warnings', ...words], {
    env: { ...runtime.env, ...tools.env },
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
