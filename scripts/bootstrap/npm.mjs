import { capture, run } from './run.mjs';

const CI = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs exactly what the lock file of `cwd` says, with the npm and the Node.js of the machine. */
export const npmCi = (cwd, env) => run('npm', CI, { cwd, env });

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
