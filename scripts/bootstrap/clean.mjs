import { rmSync } from 'node:fs';
import { inClone, readJson } from './clone.mjs';
import { say } from './progress.mjs';

/** Removes what building has made, and with `everything` what installing has brought too. Data under .hal0 stays. */
export function clean({ everything }) {
  const { projects } = readJson(inClone('nest-cli.json'));
  const built = [
    ...Object.values(projects).map(({ root }) => `${root}/dist`),
    'frontend/dist',
    'frontend/.angular',
    'node_modules/.hal0',
  ];
  const installed = [
    'node_modules',
    'frontend/node_modules',
    'installer/runtime/node_modules',
    'tools/knip/node_modules',
  ];
  for (const path of [...built, ...(everything ? installed : [])])
    rmSync(inClone(path), { recursive: true, force: true });
  say(
    everything
      ? 'Removed what was built and installed.'
      : 'Removed what was built. Packages stay; ./hal0 clean --all removes them too.',
  );
}
