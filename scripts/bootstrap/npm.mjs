import { requireDiskSpace } from './disk-space.mjs';
import { capture, run } from './run.mjs';

/** Retries sooner than npm's ten seconds and a minute: without a network nobody should wait that long to be told. */
const RETRIES = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000'];
const CI = ['ci', '--include=dev', '--no-audit', '--no-fund', ...RETRIES];

/** Installs exactly what the lock file of `cwd` says, with the npm and the Node.js of the machine. Returns npm's output. */
export function npmCi(cwd, env, logLevel = 'error') {
  requireDiskSpace();
  return run('npm', [...CI, `--loglevel=${logLevel}`], { cwd, env });
}

/**
 * The same under the Node.js that hal0 brings. npm looks for the machine's configuration (a company's certificates and
 * registry, say) beside the Node.js it runs on, so it is told where that of the machine is.
 */
export async function npmCiWith(runtime, cwd) {
  const { output } = await capture('npm', ['config', 'get', 'globalconfig'], { cwd, env: runtime.machineEnv });
  const globalConfig = output.trim().split('\n').at(-1);
  await npmCi(
    cwd,
    globalConfig?.startsWith('/') ? { ...runtime.env, npm_config_globalconfig: globalConfig } : runtime.env,
  );
}
