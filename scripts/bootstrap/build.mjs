import { existsSync, rmSync } from 'node:fs';
import { inClone, readJson } from './clone.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';
import { hashOf, hashText, isDone, onceFor } from './stamp.mjs';

const SHARED_INPUTS = ['package-lock.json', 'nest-cli.json', 'tsconfig.base.json', 'tsconfig.build.json'];

/** Libraries and apps in the order of nest-cli.json, which is the order of the tiers; then the dashboard. */
export async function build(runtime) {
  const stale = projects(runtime).filter((project) => !isDone(project));
  if (stale.length) {
    await step('Libraries and apps', async (detail) => {
      for (const [index, project] of stale.entries()) {
        detail(`${project.name} (${index + 1} of ${stale.length})`);
        await onceFor({ ...project, work: () => buildProject(project, runtime) });
      }
    });
  }
  await buildDashboard(runtime);
}

/** Whether the command line program was built to its end once, however old it is. */
export const isCliBuilt = () => existsSync(stampOf('cli')) && existsSync(inClone('apps/cli/dist/main.js'));

const stampOf = (name) => inClone('node_modules/.hal0', `build-${name}`);

/** A project is built again when its own sources change, or those of a library it depends on. */
function projects(runtime) {
  const { projects: entries } = readJson(inClone('nest-cli.json'));
  const shared = hashOf(SHARED_INPUTS.map((file) => inClone(file))) + runtime.version;
  const keys = new Map();
  return Object.entries(entries).map(([name, { root, entryFile }]) => {
    const { name: packageName, dependencies = {}, devDependencies = {} } = readJson(inClone(root, 'package.json'));
    const libraries = Object.keys({ ...dependencies, ...devDependencies }).filter((dependency) => keys.has(dependency));
    const own = hashOf(['src', 'package.json', 'tsconfig.build.json'].map((part) => inClone(root, part)));
    const key = hashText([shared, own, ...libraries.map((library) => keys.get(library))]);
    keys.set(packageName, key);
    return { name, root, stamp: stampOf(name), key, output: inClone(root, 'dist', `${entryFile}.js`) };
  });
}

async function buildProject({ name, root }, runtime) {
  // A file that has left the sources must leave the package too.
  rmSync(inClone(root, 'dist'), { recursive: true, force: true });
  await run(runtime.node, [inClone('node_modules/@nestjs/cli/bin/nest.js'), 'build', name], { env: runtime.env });
}

async function buildDashboard(runtime) {
  const configuration = [
    'angular.json',
    'package.json',
    'tsconfig.json',
    'tsconfig.app.json',
    '.postcssrc.json',
    'public',
    'src',
  ];
  await onceFor({
    stamp: stampOf('dashboard'),
    key:
      hashOf([inClone('package-lock.json'), ...configuration.map((part) => inClone('frontend', part))]) +
      runtime.version,
    output: inClone('frontend/dist/browser/index.html'),
    work: () =>
      step('Dashboard', () =>
        run(runtime.node, [inClone('node_modules/@angular/cli/bin/ng.js'), 'build'], {
          cwd: inClone('frontend'),
          env: runtime.env,
        }),
      ),
  });
}
