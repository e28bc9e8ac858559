import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inClone } from './clone.mjs';
import { causeOf, Failure } from './failure.mjs';
import { npmCi } from './npm.mjs';
import { step } from './progress.mjs';
import { capture, run } from './run.mjs';
import { hashOf, onceFor } from './stamp.mjs';

const FOLDER = inClone('installer/runtime');

/** The versions that `engines` in package.json names: 24 from 24.15 on, and everything from 26 on. */
export function isSupported(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 24 && minor >= 15) || major >= 26;
}

/** The Node.js that builds and runs hal0, and the environments: `env` to start things with it, `machineEnv` without it. */
export async function provideNode() {
  if (isSupported(process.version)) return runtime(process.execPath, process.version);
  const arch = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (process.platform !== 'linux' || !arch) {
    throw new Failure(
      `hal0 runs on Node.js 24.15 or newer; this is ${process.version}. Install Node.js 24 and run the command again.`,
      69,
    );
  }
  const packageFolder = join(FOLDER, `node_modules/node-linux-${arch}`);
  const node = join(packageFolder, 'bin/node');
  await onceFor({
    stamp: join(FOLDER, 'node_modules/.hal0-stamp'),
    key: hashOf([join(FOLDER, 'package-lock.json')]) + arch,
    output: node,
    work: () => step(`Node.js 24 (this machine has ${process.version})`, () => fetchNode(node)),
  });
  const version = await run(node, ['--version']);
  return runtime(node, version.trim(), packageFolder);
}

async function fetchNode(node) {
  // npm takes a package for one platform as optional, and is silent about it when it cannot be had.
  const output = await npmCi(FOLDER, cleanEnvironment(), 'verbose');
  if (!existsSync(node))
    throw new Failure(causeOf(output) ?? 'npm did not bring the package of Node.js for this machine.');
  const { code } = await capture(node, ['--version']);
  if (code !== 0)
    throw new Failure('The Node.js that hal0 brings does not run on this machine. Install Node.js 24.15 or newer.', 69);
}

function runtime(node, version, packageFolder) {
  const env = cleanEnvironment();
  env.PATH = [inClone('node_modules/.bin'), dirname(node), env.PATH].join(delimiter);
  // Headers for native add-ons: a user's npmrc may point at those of another Node.
  if (packageFolder) env.npm_config_nodedir = packageFolder;
  return { node, version, env, machineEnv: cleanEnvironment() };
}

/** Ours, without what npm sets for a script it runs: a nested npm and its tools must not take it for their own. */
function cleanEnvironment() {
  const env = { ...process.env, NG_CLI_ANALYTICS: 'false' };
  delete env.NODE_OPTIONS;
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle|command|config_local_prefix|execpath|node_execpath)/.test(name)) delete env[name];
  }
  return env;
}
