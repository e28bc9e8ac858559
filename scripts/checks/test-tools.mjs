import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { causeOf } from '../bootstrap/failure.mjs';
import { step } from '../bootstrap/progress.mjs';
import { capture } from '../bootstrap/run.mjs';

/** dpkg must not be cut off in the middle of a package. */
const GRACE_MS = 120_000;

/** Programs that tests use and npm cannot bring: Debian's name, what the program is called, who needs it. */
const TOOLS = [
  {
    package: 'chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    variable: 'CHROME_BIN',
    purpose: 'the dashboard tests',
  },
  ...['nginx', 'haproxy', 'caddy', 'openssl'].map((name) => ({
    package: name,
    names: [name],
    variable: `${name.toUpperCase()}_BIN`,
    purpose: 'the tests of the reverse proxies',
  })),
  { package: 'strace', names: ['strace'], variable: 'STRACE_BIN', purpose: 'the test of where hal0 writes' },
];

/**
 * {env} that names each program, installed by apt where that is allowed; or {missing}: what to do.
 * @param runtime the Node.js that the tests run on, with its environment
 */
export async function provideTestTools({ env }) {
  const absent = TOOLS.filter((tool) => !find(tool, env));
  const failure = absent.length ? await install(absent, env) : undefined;
  const missing = absent.filter((tool) => !find(tool, env)).map(remedy);
  if (missing.length) return { missing: [failure, ...missing].filter(Boolean).join('\n') };
  return { env: Object.fromEntries(TOOLS.map((tool) => [tool.variable, find(tool, env)])) };
}

/** Returns what went wrong, if anything did. */
async function install(tools, env) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, graceMs: GRACE_MS };
  const packages = tools.map((tool) => tool.package);
  return step(`${packages.join(' and ')} for the tests`, async () => {
    await capture('apt-get', ['update', '-qq'], quiet);
    const words = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    const { code, output } = await capture('apt-get', words, quiet);
    return code === 0 ? undefined : [output, causeOf(output)].filter(Boolean).join('\n');
  });
}

function remedy({ package: name, variable, purpose }) {
  const words = `sudo apt-get install ${name}`;
  return `${name} is missing; ${purpose} need it. Install it (Debian: ${words}) or name its path in ${variable}.`;
}

function find({ names, variable }, env) {
  // Servers are where only an administrator's PATH leads.
  const folders = [...env.PATH.split(delimiter), '/usr/sbin'];
  const candidates = [env[variable], ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => path && existsSync(path));
}
