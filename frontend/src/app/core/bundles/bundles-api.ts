import { Service, inject } from '@angular/core';
import { Api } from '../../../api/api';
import { bundlesApply } from '../../../api/fn/bundles/bundles-apply';
import { bundlesCancel } from '../../../api/fn/bundles/bundles-cancel';
import { bundlesExport } from '../../../api/fn/bundles/bundles-export';
import { bundlesImport } from '../../../api/fn/bundles/bundles-import';
import { bundlesList } from '../../../api/fn/bundles/bundles-list';
import { bundlesPlan } from '../../../api/fn/bundles/bundles-plan';
import { bundlesPreview } from '../../../api/fn/bundles/bundles-preview';
import { bundlesRemove } from '../../../api/fn/bundles/bundles-remove';
import type { ApplyBundleDto, BundleDto, BundlePlanDto, BundleRunDto, BundlesDto } from '../../../api/models';

/** Sets of models and the slots they go to. */
@Service()
export class BundlesApi {
  private readonly api = inject(Api);

  list(): Promise<BundlesDto> {
    return this.api.invoke(bundlesList);
  }

  /** What an application would do; does nothing. */
  plan(id: string, npuOptIn: boolean): Promise<BundlePlanDto> {
    return this.api.invoke(bundlesPlan, { id, npuOptIn });
  }

  apply(id: string, body: ApplyBundleDto): Promise<BundleRunDto> {
    return this.api.invoke(bundlesApply, { id, body });
  }

  cancel(): Promise<BundleRunDto> {
    return this.api.invoke(bundlesCancel);
  }

  /** What this box has, as a manifest for other boxes. */
  export(): Promise<Record<string, unknown>> {
    return this.api.invoke(bundlesExport);
  }

  /** What importing and applying a manifest would do; keeps nothing. */
  preview(manifest: Record<string, unknown>): Promise<BundlePlanDto> {
    return this.api.invoke(bundlesPreview, { body: manifest });
  }

  /** Puts a manifest, as somebody saved it, beside the other bundles. */
  import(manifest: Record<string, unknown>): Promise<BundleDto> {
    return this.api.invoke(bundlesImport, { body: manifest });
  }

  async remove(id: string): Promise<void> {
    await this.api.invoke(bundlesRemove, { id });
  }
}
