import { CLONE, inClone } from './clone.mjs';
import { npmCiWith } from './npm.mjs';
import { step } from './progress.mjs';
import { hashOf, onceFor } from './stamp.mjs';

/** Brings the packages of the root lock file. `npm ci` empties node_modules first, so a broken install mends itself. */
export async function install(runtime) {
  await onceFor({
    stamp: inClone('node_modules/.hal0/install'),
    key: [hashOf([inClone('package-lock.json')]), process.arch, runtime.version].join(' '),
    output: inClone('node_modules/.package-lock.json'),
    work: () => step('Dependencies', () => npmCiWith(runtime, CLONE)),
  });
}

/** The dead-code check's own packages; see tools/knip/package.json for why they are apart. */
export async function installKnip(runtime) {
  await onceFor({
    stamp: inClone('tools/knip/node_modules/.hal0-stamp'),
    key: [hashOf([inClone('tools/knip/package-lock.json')]), process.arch].join(' '),
    output: inClone('tools/knip/node_modules/knip'),
    work: () => npmCiWith(runtime, inClone('tools/knip')),
  });
}
