import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytes } from '../terminal/units.js';

const GIB = 1024 ** 3;
/** Below that hal0 cannot keep its own records. */
const CRITICAL_BYTES = GIB;
/** Below that hardly a model fits. */
const LOW_BYTES = 10 * GIB;

/** There is room where hal0 keeps its state and models. */
export class DiskSpaceCheck extends DoctorCheck {
  constructor(
    readonly id: string,
    private readonly folder: string,
  ) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const free = await freeBytes(this.folder);
    const message = `${bytes(free)} free for ${this.folder}`;
    if (free >= LOW_BYTES) return { severity: 'ok', message };
    const remedy = 'Remove models that nobody uses (hal0 model list), or move them: hal0 config set models.store /path';
    return { severity: free < CRITICAL_BYTES ? 'error' : 'warning', message: `Only ${message}`, remedy };
  }
}

/** Free for ordinary users on the file system of a folder, or of where it will be made. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || folder === dirname(folder)) throw error;
    return freeBytes(dirname(folder));
  }
}
