import { Component, computed, input, output } from '@angular/core';
import type { BundleDto } from '../../../api/models';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';

/** One bundle: what it is for, what it brings, and whether this box has room for it. */
@Component({
  selector: 'h0-bundle-card',
  imports: [Button, Chip],
  templateUrl: './bundle-card.html',
  styleUrl: './bundle-card.css',
})
export class BundleCard {
  readonly bundle = input.required<BundleDto>();
  readonly picked = output();
  readonly removed = output();

  protected readonly needs = computed(() => {
    const { minRamGb, sizeBytes, downloadBytes } = this.bundle();
    return [
      minRamGb === null ? 'any machine' : `${minRamGb} GB of memory`,
      `${describeBytes(sizeBytes)} of models`,
      downloadBytes > 0 ? `${describeBytes(downloadBytes)} to download` : 'nothing to download',
    ].join(' · ');
  });
}
