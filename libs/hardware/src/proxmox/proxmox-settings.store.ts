import { Hal0Paths, readTextFile, removeTree, writeFileAtomic } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { ProxmoxDeleteFailedError, ProxmoxWriteFailedError } from './proxmox.errors.js';
import { formatSettingsFile, parseSettingsFile, type ProxmoxSettings } from './proxmox-settings.js';

/** proxmox.json, which holds a token and is therefore nobody else's to read. */
@Injectable()
export class ProxmoxSettingsStore {
  private readonly logger = new Logger(ProxmoxSettingsStore.name);

  constructor(private readonly paths: Hal0Paths) {}

  /** Undefined when there is no file, or one that cannot be used: both mean "not configured". */
  async read(): Promise<ProxmoxSettings | undefined> {
    const text = await readTextFile(this.paths.proxmoxJson).catch((error: NodeJS.ErrnoException) => {
      this.logger.warn(`${this.paths.proxmoxJson} cannot be read (${error.code}).`);
      return undefined;
    });
    if (text === undefined) return undefined;
    const settings = parseSettingsFile(text);
    if (!settings) this.logger.warn(`${this.paths.proxmoxJson} cannot be used. Save the Proxmox settings again.`);
    return settings;
  }

  /** @throws ProxmoxWriteFailedError */
  async write(settings: ProxmoxSettings): Promise<void> {
    try {
      await writeFileAtomic(this.paths.proxmoxJson, formatSettingsFile(settings), { mode: 0o600 });
    } catch (error) {
      throw new ProxmoxWriteFailedError(this.paths.proxmoxJson, error);
    }
  }

  /**
   * Whether there was a file to remove.
   * @throws ProxmoxDeleteFailedError
   */
  async remove(): Promise<boolean> {
    try {
      const existed = (await readTextFile(this.paths.proxmoxJson)) !== undefined;
      await removeTree(this.paths.proxmoxJson);
      return existed;
    } catch (error) {
      throw new ProxmoxDeleteFailedError(this.paths.proxmoxJson, error);
    }
  }
}
