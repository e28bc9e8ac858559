import { Component, computed, input } from '@angular/core';
import type { BundlePlanDto } from '../../../api/models';
import { describeBytes } from '../../ui/bytes';

/** What the application of a bundle would download and change. */
@Component({
  selector: 'h0-bundle-plan-view',
  templateUrl: './bundle-plan-view.html',
  styleUrl: './bundle-plan-view.css',
})
export class BundlePlanView {
  readonly plan = input.required<BundlePlanDto>();

  protected readonly downloads = computed(() =>
    this.plan().downloads.map((download) => ({ ...download, size: describeBytes(download.sizeBytes) })),
  );
  protected readonly total = computed(() => describeBytes(this.plan().downloadBytes));
  protected readonly free = computed(() => describeBytes(this.plan().diskFreeBytes));
  protected readonly changed = computed(() => this.plan().slots.filter(({ change }) => change !== 'none'));
}
