import { DOCUMENT, Component, inject, signal } from '@angular/core';
import { Order } from '../core/live/order';
import { Button } from '../ui/button';
import { BundlePicker } from '../core/bundles/bundle-picker';
import { BundleRunView } from '../core/bundles/bundle-run-view';
import { BundlesStore } from '../core/bundles/bundles.store';
import { ImportPanel } from './import-panel';

/** Models and slots that go together, to be set up at once. */
@Component({
  selector: 'h0-bundles-page',
  imports: [BundlePicker, BundleRunView, Button, ImportPanel, Order],
  template: `
    @if (store.value(); as known) {
      @if (known.run; as run) {
        <h0-bundle-run-view [run]="run" />
      }
      <h0-bundle-picker />
      <div class="share">
        <button h0-button h0-order type="button" [waits]="store.busy()" (click)="save()">
          Save this box as a bundle
        </button>
        <button h0-button h0-order id="import-bundle" type="button" (click)="input.click()">Import a bundle</button>
        <input #input type="file" accept="application/json,.json" aria-label="Bundle" hidden (change)="take(input)" />
        <span>The slots and models that are set, as a file for other boxes.</span>
      </div>
      @if (file(); as chosen) {
        <h0-import-panel [file]="chosen" (closed)="close()" />
      }
    } @else {
      <!-- Another one, so that what appears above does not push the one that is looked at. -->
      <h0-bundle-picker />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .share {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      color: var(--text-2);
    }
  `,
  providers: [BundlesStore],
})
export class BundlesPage {
  protected readonly store = inject(BundlesStore);

  protected readonly file = signal<File | null>(null);
  private readonly document = inject(DOCUMENT);

  protected take(input: HTMLInputElement): void {
    this.file.set(input.files?.[0] ?? null);
    // The same file can be chosen again.
    input.value = '';
  }

  protected close(): void {
    this.file.set(null);
    this.document.getElementById('import-bundle')?.focus();
  }

  protected async save(): Promise<void> {
    const manifest = await this.store.export();
    if (manifest === null) return;
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(manifest, null, 2)}\n`], { type: 'application/json' }),
    );
    const link = this.document.createElement('a');
    link.href = address;
    link.download = `${String(manifest['id'])}.json`;
    link.click();
    URL.revokeObjectURL(address);
  }
}
