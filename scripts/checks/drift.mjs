import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inClone } from '../bootstrap/clone.mjs';

const REMEDY = 'Run "npm run openapi" and commit what it changes.';

/** The committed API document must be what the code says. */
export function openApiDrift({ node }) {
  return inTemporaryFolder(async (folder) => {
    const written = join(folder, 'openapi.json');
    const result = await node([inClone('apps/api/dist/bundle/openapi.js'), written]);
    if (!result.ok) return result;
    return verdict(difference(inClone('docs/api/openapi.json'), written, 'docs/api/openapi.json'));
  });
}

/** The dashboard's API client must be what the committed document says. */
export function clientDrift({ node }) {
  return inTemporaryFolder(async (folder) => {
    const generator = inClone('node_modules/ng-openapi-gen/lib/index.js');
    const result = await node([generator, '-c', 'ng-openapi-gen.json', '--output', folder], {
      cwd: inClone('frontend'),
    });
    if (!result.ok) return result;
    const committed = inClone('frontend/src/api');
    const names = new Set([...filesUnder(folder), ...filesUnder(committed)]);
    const found = [...names].map((name) =>
      difference(join(committed, name), join(folder, name), `frontend/src/api/${name}`),
    );
    return verdict(found.find(Boolean));
  });
}

const verdict = (found) => ({ ok: !found, output: found ? `${found}\n${REMEDY}` : '' });

/** The first line in which two text files differ, in words; undefined when they are the same. */
function difference(committed, generated, name) {
  if (!existsSync(committed)) return `${name} is missing.`;
  if (!existsSync(generated)) return `${name} is no longer generated.`;
  const [before, after] = [committed, generated].map((file) => readFileSync(file, 'utf8').split('\n'));
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line < 0 && before.length === after.length) return undefined;
  const at = line < 0 ? after.length : line;
  return `${name} differs from the code at line ${at + 1}:\n  committed: ${before[at] ?? ''}\n  generated: ${after[at] ?? ''}`;
}

const filesUnder = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: false }).filter((name) => name.endsWith('.ts'))
    : [];

async function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-check-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
