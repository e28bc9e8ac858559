import { rmSync } from 'node:fs';
import { builtFolders, forgetBuilds } from './build.mjs';
import { inClone } from './clone.mjs';
import { say } from './progress.mjs';

const INSTALLED = [
  'node_modules',
  'frontend/node_modules',
  'installer/runtime/node_modules',
  'tools/knip/node_modules',
];

/** Removes what building has made, and with `everything` what installing has brought too. Data under .hal0 stays. */
export function clean({ everything }) {
  forgetBuilds();
  for (const path of [...builtFolders(), ...(everything ? INSTALLED : [])]) {
    rmSync(inClone(path), { recursive: true, force: true });
  }
  say(
    everything
      ? 'Removed what was built and installed.'
      : 'Removed what was built. Packages stay; ./hal0 clean --all removes them too.',
  );
}
