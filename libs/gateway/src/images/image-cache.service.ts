import { Clock, Hal0Paths, removeTree, writeFileAtomic, readAllBytes } from '@hal0/platform';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { GATEWAY_PREFIX } from '../gateway-prefix.js';
import { ImageNotFoundError } from './images.errors.js';
import { imageTypeOf } from './image-type.js';

/** OpenAI's addresses of pictures hold for as long. */
const AGE_MS = 60 * 60_000;
const LARGEST_BYTES = 256 * 1_048_576;

interface KeptImage {
  contentType: string;
  sizeBytes: number;
  /** Until it is on disk. */
  bytes: Buffer | null;
  forget: () => void;
}

export interface CachedImage {
  bytes: Buffer;
  contentType: string;
}

/**
 * Pictures that clients asked an address of: on disk for an hour, or until newer ones need the room. None outlives the
 * process, whose memory is the only index.
 */
@Injectable()
export class ImageCacheService implements OnModuleInit {
  private readonly logger = new Logger('Images');
  /** By name, the oldest first. */
  private readonly kept = new Map<string, KeptImage>();
  private totalBytes = 0;

  constructor(
    private readonly paths: Hal0Paths,
    private readonly clock: Clock,
    @Inject(GATEWAY_PREFIX) private readonly prefix: string,
  ) {}

  async onModuleInit(): Promise<void> {
    await removeTree(this.paths.cachedImages);
  }

  /**
   * Keeps a picture.
   * @returns its path on hal0's web server
   */
  keep(bytes: Buffer): string {
    const { extension, contentType } = imageTypeOf(bytes);
    const name = `${randomUUID()}.${extension}`;
    const forget = this.clock.schedule(() => this.drop(name), AGE_MS);
    const image: KeptImage = { contentType, sizeBytes: bytes.length, bytes, forget };
    this.kept.set(name, image);
    this.totalBytes += bytes.length;
    for (const [oldest] of this.kept) {
      if (this.totalBytes <= LARGEST_BYTES || oldest === name) break;
      this.drop(oldest);
    }
    this.write(name, image).catch((error: unknown) => {
      this.logger.warn(error);
      this.drop(name);
    });
    return `${this.prefix}/api/images/cache/${name}`;
  }

  /** @throws ImageNotFoundError */
  async read(name: string): Promise<CachedImage> {
    const image = this.kept.get(name);
    if (!image) throw new ImageNotFoundError(name);
    const bytes = image.bytes ?? (await readAllBytes(this.pathOf(name)));
    if (!bytes) throw new ImageNotFoundError(name);
    return { bytes, contentType: image.contentType };
  }

  private async write(name: string, image: KeptImage): Promise<void> {
    if (!image.bytes) return;
    await writeFileAtomic(this.pathOf(name), image.bytes, { mode: 0o600 });
    image.bytes = null;
    // It may have been dropped in the meantime.
    if (!this.kept.has(name)) await removeTree(this.pathOf(name));
  }

  private drop(name: string): void {
    const image = this.kept.get(name);
    if (!image) return;
    image.forget();
    this.kept.delete(name);
    this.totalBytes -= image.sizeBytes;
    removeTree(this.pathOf(name)).catch((error: unknown) => this.logger.warn(error));
  }

  private pathOf(name: string): string {
    return join(this.paths.cachedImages, name);
  }
}
