import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './options.mjs';
import { freePort } from './programs.mjs';
import { findNode } from './toolchain.mjs';

/** Everything the bench knows about hal0: how a home is laid out, how it is started, how a model gets in. */
const MANIFEST = 'apps/api/package.json';
const MODEL_FILE = 'installer/demo/models/hal0-demo-chat-2m-q8_0.gguf';
const MODEL_ID = 'bench';
const SLOT = 'primary';

/** Every request brings a key, which is looked up: the figures are those of a gateway that is not open to everybody. */
const hal0Toml = (mockPort) => `[api]
require_key = "inference"

[lemonade]
url = "http://127.0.0.1:${mockPort}"
`;

/** The slot admits more at once than the bench sends, so that nothing waits in hal0's queue. */
const capabilitiesToml = (parallel) => `schema_version = 3

[slots.${SLOT}]
type = "llm"
device = "cpu"
model = "${MODEL_ID}"
enabled = true
parallel = ${parallel}
`;

/**
 * Starts a built checkout of hal0 in a scratch home with the mock as its Lemonade. It is started twice: into an empty
 * home, where the model is registered and a key is made, and again, as after a reboot; both times are kept.
 */
export async function startHal0({ name, checkout, parallel, programs, workFolder, mockPort }) {
  const { entry, nodeOptions, environment: tuning } = launchOf(checkout);
  const main = requireBuilt(checkout, join('apps/api', entry), 'It is not built: run ./hal0 build there first.');
  const modelFile = requireBuilt(checkout, MODEL_FILE, 'The demo model is missing from it.');
  const node = findNode(checkout);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const home = join(workFolder, `${name.replaceAll(/[^\w.-]/g, '-')}-home`);
  const configuration = join(home, 'etc/hal0');
  mkdirSync(configuration, { recursive: true });
  writeFileSync(join(configuration, 'hal0.toml'), hal0Toml(mockPort));
  writeFileSync(join(configuration, 'capabilities.toml'), capabilitiesToml(parallel));

  const start = async () => {
    const options = { env: { ...environment(home, port), ...tuning }, cwd: checkout };
    const handle = programs.start(name.replaceAll('/', '-'), 'contender', node, [...nodeOptions, main], options);
    return { handle, milliseconds: await programs.untilListening(handle, port) };
  };
  const first = await start();
  await post(`${origin}/api/models`, { id: MODEL_ID, type: 'llm', path: modelFile });
  const { key } = await post(`${origin}/api/keys`, { name: 'bench' });
  if (!(await programs.stop(first.handle))) console.error(`${name} did not end within 15 s of SIGTERM and was killed.`);
  const again = await start();
  return {
    name,
    url: `${origin}/v1/chat/completions`,
    model: SLOT,
    headers: [`authorization: Bearer ${key}`],
    pid: again.handle.pid,
    startMs: [first.milliseconds, again.milliseconds],
  };
}

/** How users start this checkout: file, options of Node and environment. Older ones do not say. */
export function launchOf(checkout) {
  const { config } = JSON.parse(readFileSync(join(checkout, MANIFEST), 'utf8'));
  return { entry: 'dist/main.js', nodeOptions: [], environment: {}, ...config };
}

function requireBuilt(checkout, file, otherwise) {
  const path = join(checkout, file);
  if (!existsSync(path)) throw new SetupError(`No ${file} in ${checkout}. ${otherwise}`);
  return path;
}

/** The caller's environment without its own hal0 settings. */
function environment(home, port) {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('HAL0_'));
  return { ...Object.fromEntries(inherited), HAL0_HOME: home, HAL0_BIND_HOST: '127.0.0.1', HAL0_PORT: String(port) };
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`hal0 did not take this at ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
