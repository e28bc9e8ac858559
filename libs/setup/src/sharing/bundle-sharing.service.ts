import { AuditEvent, EventBus, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { BundlesService } from '../bundles.service.js';
import type { BundlePlanDto } from '../http/bundle-plan.dto.js';
import type { BundleDto } from '../http/bundle.dto.js';
import type { BundleManifest } from '../manifest/bundle-manifest.js';
import { parseManifest } from '../manifest/parse-manifest.js';
import { BundleShelf } from '../shelf/bundle-shelf.service.js';
import { OwnLayout } from './own-layout.service.js';
import { BundleWithFilesError } from './sharing.errors.js';

/** What a file is called that nobody named. */
const SENT = 'What was sent';

/** Bundles that go from box to box as a file. */
@Injectable()
export class BundleSharing {
  constructor(
    private readonly layout: OwnLayout,
    private readonly shelf: BundleShelf,
    private readonly bundles: BundlesService,
    private readonly events: EventBus,
  ) {}

  /** @throws LayoutEmptyError */
  export(name: string): BundleManifest {
    return this.layout.asBundle(name);
  }

  /**
   * What importing and applying it would do. Nothing is kept.
   * @throws BundleInvalidError, BundleWithFilesError, BundleNameTakenError
   */
  async preview(sent: unknown): Promise<BundlePlanDto> {
    const manifest = await this.read(sent);
    return this.bundles.planOf({ manifest, folder: '', imported: true });
  }

  /**
   * Puts it beside the others, in place of an earlier one of the same id. It is not applied.
   * @throws BundleInvalidError, BundleWithFilesError, BundleNameTakenError
   */
  async import(sent: unknown, actor: AuditActor = 'operator'): Promise<BundleDto> {
    const manifest = await this.read(sent);
    const { id } = manifest;
    await this.shelf.keep(manifest);
    this.events.publish(new AuditEvent({ action: 'bundle.import', target: id, actor, outcome: 'ok' }));
    return this.bundles.get(id);
  }

  /**
   * Its models and slots stay as they are.
   * @throws BundleNotFoundError, BundleBuiltInError
   */
  async remove(id: string, actor: AuditActor = 'operator'): Promise<void> {
    await this.shelf.remove(id);
    this.events.publish(new AuditEvent({ action: 'bundle.remove', target: id, actor, outcome: 'ok' }));
  }

  private async read(sent: unknown): Promise<BundleManifest> {
    const manifest = parseManifest(sent, SENT);
    const withFiles = manifest.models.filter(({ file }) => file !== undefined);
    if (withFiles.length) throw new BundleWithFilesError(withFiles.map(({ id }) => id));
    await this.shelf.requireFree(manifest.id);
    return manifest;
  }
}
