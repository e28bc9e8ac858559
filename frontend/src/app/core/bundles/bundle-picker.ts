import { DOCUMENT, Component, computed, inject, signal } from '@angular/core';
import { describeBytes } from '../../ui/bytes';
import { ErrorState } from '../../ui/error-state';
import { Skeleton } from '../../ui/skeleton';
import { ApplyPanel } from './apply-panel';
import { BundleCard } from './bundle-card';
import { BundlesStore } from './bundles.store';

/** All bundles to choose from, and what the chosen one would do. */
@Component({
  selector: 'h0-bundle-picker',
  imports: [ApplyPanel, BundleCard, ErrorState, Skeleton],
  template: `
    @if (store.problem(); as problem) {
      <h0-error-state
        heading="The bundles cannot be shown"
        [problem]="problem"
        retry="Load the bundles again"
        (retried)="store.load()"
      />
    } @else {
      @if (store.value(); as known) {
        <p class="quiet numeric">{{ room() }}</p>
        <ul aria-label="Bundles">
          @for (bundle of known.bundles; track bundle.id) {
            <li>
              <h0-bundle-card [bundle]="bundle" (picked)="chosen.set(bundle.id)" (removed)="store.remove(bundle)" />
            </li>
          }
        </ul>
      } @else {
        <div class="wait" role="status" aria-label="Loading the bundles">
          @for (index of placeholders; track index) {
            <h0-skeleton />
          }
        </div>
      }
    }
    @if (picked(); as bundle) {
      <h0-apply-panel [bundle]="bundle" (closed)="close()" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .quiet {
      color: var(--text-2);
    }
    ul,
    .wait {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
      gap: 16px;
    }
    h0-skeleton {
      height: 260px;
      border-radius: var(--radius);
    }
  `,
})
export class BundlePicker {
  protected readonly store = inject(BundlesStore);
  protected readonly placeholders = [0, 1, 2, 3, 4, 5];
  protected readonly chosen = signal<string | null>(null);
  private readonly document = inject(DOCUMENT);

  protected readonly picked = computed(() => this.store.find(this.chosen()));
  protected readonly room = computed(() => {
    const known = this.store.value();
    if (!known) return '';
    const memory = known.usableRamGib === null ? 'Memory not known' : `${known.usableRamGib.toFixed(1)} GiB of memory`;
    return `This box: ${memory} · ${describeBytes(known.diskFreeBytes)} free on the disk`;
  });

  protected close(): void {
    const opener = `apply-${this.chosen()}`;
    this.chosen.set(null);
    this.document.getElementById(opener)?.focus();
  }
}
