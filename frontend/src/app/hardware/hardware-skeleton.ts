import { Component } from '@angular/core';
import { Skeleton } from '../ui/skeleton';

/** The page in its final geometry while the report is read. */
@Component({
  selector: 'h0-hardware-skeleton',
  imports: [Skeleton],
  template: `
    <div class="card strip"><h0-skeleton class="big" /><h0-skeleton class="line" /></div>
    <div class="columns">
      <div class="column">
        <div class="card tall"><h0-skeleton class="line" /><h0-skeleton class="big" /><h0-skeleton class="bar" /></div>
        <div class="card"><h0-skeleton class="line" /><h0-skeleton class="big" /></div>
      </div>
      <div class="card list">
        @for (width of [60, 40, 48, 36, 52, 44, 56, 64]; track $index) {
          <h0-skeleton [style.width.%]="width" [style.height.px]="12" />
        }
      </div>
    </div>
  `,
  styles: `
    :host,
    .column,
    .card {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .card {
      height: 132px;
      padding: 20px 16px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
    }
    .strip {
      height: 74px;
      gap: 8px;
      padding: 16px;
    }
    .tall {
      height: 176px;
    }
    .list {
      gap: 21px;
      height: 372px;
    }
    .columns {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 16px;
      align-items: start;
    }
    .big {
      width: 200px;
      height: 24px;
    }
    .line {
      width: 120px;
      height: 12px;
    }
    .bar {
      height: 8px;
    }
    @media (max-width: 899.98px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class HardwareSkeleton {}
