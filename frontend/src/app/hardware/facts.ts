import { Component, input } from '@angular/core';

export interface Fact {
  label: string;
  /** Null where it is not known. */
  value: string | null;
  mono?: boolean;
}

/** Names and values, a line each. */
@Component({
  selector: 'h0-facts',
  template: `
    <dl>
      @for (fact of facts(); track fact.label) {
        <div>
          <dt>{{ fact.label }}</dt>
          <dd class="numeric" [class.mono]="fact.mono" [class.unknown]="fact.value === null">
            {{ fact.value ?? 'not known' }}
          </dd>
        </div>
      }
    </dl>
  `,
  styles: `
    div {
      display: grid;
      grid-template-columns: 104px minmax(0, 1fr);
      gap: 16px;
      align-items: baseline;
      padding: 6px 0;
      border-top: 1px solid var(--line);
    }
    div:first-child {
      border-top: 0;
    }
    dt {
      color: var(--text-2);
    }
    dd {
      line-height: 20px;
      overflow-wrap: anywhere;
    }
    .unknown {
      color: var(--text-3);
    }
  `,
})
export class Facts {
  readonly facts = input.required<readonly Fact[]>();
}
