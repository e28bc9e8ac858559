import { createFileExclusive, ensureFolder, keepPrivate, readTextFile, removeTree } from '@hal0/platform';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { dirname } from 'node:path';

const CODE = /^[0-9a-f]{32}$/;

/** The single-use code of the first run: a file that only who owns the box can read. */
export class SetupCode {
  private code: string | null = null;

  constructor(private readonly file: string) {}

  /**
   * Takes the code that is there, which the installer may have put down and shown, or makes one. A second time, a file that
   * was taken away comes back with the same code.
   */
  async open(): Promise<void> {
    const kept = await this.kept();
    // Known before it is written: where it cannot be, nobody gets in, instead of everybody.
    this.code = kept ?? this.code ?? randomBytes(16).toString('hex');
    if (kept === null) await this.put(this.code);
  }

  matches(presented: string): boolean {
    return this.code !== null && timingSafeEqual(digest(presented), digest(this.code));
  }

  /** Nobody gets in by it any more. */
  async useUp(): Promise<void> {
    this.code = null;
    await removeTree(this.file);
  }

  /** One that hal0 may not read, or that is no file, counts as none. */
  private async kept(): Promise<string | null> {
    try {
      const text = (await readTextFile(this.file))?.trim() ?? '';
      if (!CODE.test(text)) return null;
      await keepPrivate(this.file);
      return text;
    } catch {
      return null;
    }
  }

  private async put(code: string): Promise<void> {
    await ensureFolder(dirname(this.file));
    // Whatever is there is no code.
    await removeTree(this.file);
    await createFileExclusive(this.file, `${code}\n`);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
