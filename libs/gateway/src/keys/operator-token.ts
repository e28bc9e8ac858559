import { createFileExclusive, ensureFolder, Hal0Paths, keepPrivate, readTextFile } from '@hal0/platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { dirname } from 'node:path';
import { fingerprintOf } from './api-key.js';

/**
 * Whoever may read this file operates hal0 on this machine: the command line does, whatever keys are asked for. Taken
 * away and made anew by a restart, it ends all sessions of the dashboard too.
 */
@Injectable()
export class OperatorToken implements OnModuleInit {
  private readonly logger = new Logger('Keys');
  private readonly file: string;
  /** Until the file is read, something that nobody has. */
  private token = randomToken();

  constructor(paths: Hal0Paths) {
    this.file = paths.operatorToken;
  }

  async onModuleInit(): Promise<void> {
    try {
      await ensureFolder(dirname(this.file));
      const isNew = await createFileExclusive(this.file, `${this.token}\n`);
      // Copied back from a backup, it may be everybody's to read.
      if (!isNew) await keepPrivate(this.file);
      const text = (await readTextFile(this.file))?.trim();
      if (text?.startsWith('hal0op_') !== true) throw new Error('there is no token in it');
      this.token = text;
    } catch (error) {
      this.logger.warn(
        `The command line is not let in where keys are asked for, because ${this.file} cannot be used: ${(error as Error).message}`,
      );
    }
  }

  matches(presented: string): boolean {
    return timingSafeEqual(Buffer.from(fingerprintOf(presented)), Buffer.from(fingerprintOf(this.token)));
  }

  /** A seal that only this hal0 can make. */
  seal(text: string): Buffer {
    return createHmac('sha256', this.token).update(text).digest();
  }
}

function randomToken(): string {
  return `hal0op_${randomBytes(32).toString('base64url')}`;
}
