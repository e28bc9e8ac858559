import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { causeOf } from '../bootstrap/failure.mjs';
import { step } from '../bootstrap/progress.mjs';
import { capture } from '../bootstrap/run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** dpkg must not be cut off in the middle of a package. */
const GRACE_MS = 120_000;

/** {path} of a browser for the dashboard's tests, installed by apt where that is allowed; or {missing}: what to do. */
export async function provideChromium({ env }) {
  const path = find(env);
  if (path) return { path };
  const remedy =
    'The dashboard tests need Chromium. Install it (Debian: sudo apt-get install chromium) or name one in CHROME_BIN.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { missing: remedy };
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, graceMs: GRACE_MS };
  return step('Chromium for the dashboard tests', async () => {
    await capture('apt-get', ['update', '-qq'], quiet);
    const { code, output } = await capture(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      quiet,
    );
    const installed = code === 0 && find(env);
    return installed ? { path: installed } : { missing: [output, causeOf(output), remedy].filter(Boolean).join('\n') };
  });
}

function find(env) {
  const folders = env.PATH.split(delimiter);
  const candidates = [env.CHROME_BIN, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => path && existsSync(path));
}
