import { Component } from '@angular/core';
import { Skeleton } from '../ui/skeleton';

/** The form in its final geometry while the settings are read. */
@Component({
  selector: 'h0-settings-skeleton',
  imports: [Skeleton],
  template: `
    <div class="index">
      @for (width of [28, 44, 36, 68, 52, 56, 48]; track $index) {
        <h0-skeleton [style.width.px]="width" [style.height.px]="12" />
      }
    </div>
    <div class="sections">
      <h0-skeleton class="file" />
      @for (
        rows of [
          [1, 2, 3],
          [4, 5],
        ];
        track $index
      ) {
        <div class="card">
          <h0-skeleton class="title" />
          @for (row of rows; track row) {
            <div class="row">
              <h0-skeleton class="label" />
              <h0-skeleton class="control" />
              <h0-skeleton class="help" />
            </div>
          }
        </div>
      }
    </div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 148px minmax(0, 760px);
      gap: 32px;
      align-items: start;
    }
    .index {
      display: flex;
      flex-direction: column;
      gap: 16px;
      padding: 8px 14px;
    }
    .sections {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .card {
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
    }
    .file {
      width: 180px;
      height: 12px;
      margin: 10px 0;
    }
    .title {
      width: 96px;
      height: 14px;
      margin: 24px 16px;
    }
    .row {
      display: flex;
      flex-direction: column;
      justify-content: space-between;
      height: 149px;
      padding: 20px 16px;
      border-top: 1px solid var(--line);
    }
    .label {
      width: 120px;
      height: 12px;
    }
    .control {
      width: 60%;
      height: 36px;
    }
    .help {
      width: 80%;
      height: 12px;
    }
    @media (max-width: 899.98px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .index {
        flex-direction: row;
        overflow: hidden;
      }
    }
  `,
})
export class SettingsSkeleton {}
