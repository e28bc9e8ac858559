import { Component, inject } from '@angular/core';
import { Order } from '../core/live/order';
import { Button } from '../ui/button';
import { BundlePicker } from '../core/bundles/bundle-picker';
import { BundleRunView } from '../core/bundles/bundle-run-view';
import { BundlesStore } from '../core/bundles/bundles.store';

/** Models and slots that go together, to be set up at once. */
@Component({
  selector: 'h0-bundles-page',
  imports: [BundlePicker, BundleRunView, Button, Order],
  template: `
    @if (store.value(); as known) {
      @if (known.run; as run) {
        <h0-bundle-run-view [run]="run" />
      }
      <h0-bundle-picker />
      <div class="share">
        <a h0-button href="/api/bundles/export" download="my-box.json">Save this box as a bundle</a>
        <button h0-button h0-order type="button" [waits]="store.busy()" (click)="file.click()">Import a bundle</button>
        <input #file type="file" accept="application/json,.json" hidden (change)="take(file)" />
        <span>The slots and models that are set, as a file for other boxes.</span>
      </div>
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

  protected async take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file) await this.store.import(file);
    // The same file can be chosen again.
    input.value = '';
  }
}
