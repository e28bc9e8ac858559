import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hal0Paths } from '../paths/hal0-paths.js';

/** A scratch HAL0_HOME; `remove` deletes it with everything in it. */
export function temporaryHome(): { paths: Hal0Paths; home: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'hal0-'));
  return { paths: new Hal0Paths(home), home, remove: () => rmSync(home, { recursive: true, force: true }) };
}
