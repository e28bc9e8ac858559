import { existsSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { inClone, readJson } from './clone.mjs';
import { runInOrder } from './in-order.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';
import { hashOf, hashText, isDone, onceFor } from './stamp.mjs';

const SHARED_INPUTS = ['package-lock.json', 'nest-cli.json', 'tsconfig.base.json', 'tsconfig.build.json'];
const DASHBOARD_INPUTS = [
  'angular.json',
  'package.json',
  'tsconfig.json',
  'tsconfig.app.json',
  'precompress.mjs',
  'public',
  'src',
];
const STAMPS = inClone('node_modules/.hal0/built');
/** Each compiler takes half a gigabyte; more of them at once help little. */
const MOST_AT_ONCE = 3;

/** Builds what has changed: libraries and apps in the order of the tiers, and beside them the dashboard. */
export async function build(runtime) {
  const tasks = [dashboard(runtime), ...built(projects(runtime), runtime)].filter((task) => !isDone(task));
  if (tasks.length === 0) return;
  await step('Build', async (detail) => {
    const active = new Set();
    const show = () => detail(`${[...active].join(', ')} (${tasks.length} in all)`);
    await runInOrder(tasks, Math.min(cpus().length || 1, MOST_AT_ONCE), async (task) => {
      active.add(task.name);
      show();
      await onceFor(task);
      active.delete(task.name);
      show();
    });
  });
}

/** Whether the command line program was built to its end once, however old it is. */
export const isCliBuilt = () => existsSync(stampOf('cli')) && existsSync(inClone('apps/cli/dist/main.js'));

/** Folders that building makes, relative to the clone. */
export function builtFolders() {
  const { projects: entries } = readJson(inClone('nest-cli.json'));
  return [...Object.values(entries).map(({ root }) => `${root}/dist`), 'frontend/dist', 'frontend/.angular'];
}

export const forgetBuilds = () => rmSync(STAMPS, { recursive: true, force: true });

const stampOf = (name) => join(STAMPS, name);

/** A project is built again when its own sources change, or those of a library it depends on. */
function projects(runtime) {
  const { projects: entries } = readJson(inClone('nest-cli.json'));
  const shared = hashOf(SHARED_INPUTS.map((file) => inClone(file))) + runtime.version;
  const libraries = new Map();
  // The file lists projects after those they depend on.
  return Object.entries(entries).map(([name, { root, entryFile }]) => {
    const { name: packageName, dependencies = {}, devDependencies = {} } = readJson(inClone(root, 'package.json'));
    const used = Object.keys({ ...dependencies, ...devDependencies }).flatMap((one) => libraries.get(one) ?? []);
    const own = hashOf(['src', 'package.json', 'tsconfig.build.json'].map((part) => inClone(root, part)));
    const key = hashText([shared, own, ...used.map((library) => library.key)]);
    libraries.set(packageName, { name, key });
    return {
      name,
      needs: used.map((library) => library.name),
      stamp: stampOf(name),
      key,
      output: inClone(root, 'dist', `${entryFile}.js`),
      work: () => buildProject(name, root, runtime),
    };
  });
}

/** With the API in a few files, from which it is started. */
function built(tasks, runtime) {
  const api = tasks.find(({ name }) => name === 'api');
  const script = inClone('scripts/bundle-api.mjs');
  const bundle = {
    name: 'bundle',
    needs: ['api'],
    stamp: stampOf('bundle'),
    key: hashText([api.key, hashOf([script])]),
    output: inClone('apps/api', readJson(inClone('apps/api/package.json')).config.entry),
    work: () => run(runtime.node, [script], { env: runtime.env }),
  };
  return [...tasks, bundle];
}

async function buildProject(name, root, runtime) {
  // A file that has left the sources must leave the package too.
  rmSync(inClone(root, 'dist'), { recursive: true, force: true });
  await run(runtime.node, [inClone('node_modules/@nestjs/cli/bin/nest.js'), 'build', name], { env: runtime.env });
}

function dashboard(runtime) {
  const inputs = [inClone('package-lock.json'), ...DASHBOARD_INPUTS.map((part) => inClone('frontend', part))];
  return {
    name: 'dashboard',
    needs: [],
    stamp: stampOf('dashboard'),
    key: hashOf(inputs) + runtime.version,
    output: inClone('frontend/dist/browser/index.html'),
    work: () => run('npm', ['run', 'build', '--silent'], { cwd: inClone('frontend'), env: runtime.env }),
  };
}
