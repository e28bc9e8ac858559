import { Component, computed, input } from '@angular/core';
import type { SettingChangeDto } from '../../api/models';
import { describe } from './form/setting-input';

/** Values as they were and as they are then, key by key. */
@Component({
  selector: 'h0-change-list',
  template: `
    <dl>
      @for (change of shown(); track change.path) {
        <div>
          <dt class="mono">{{ change.path }}</dt>
          <dd class="numeric">
            <span class="before"><span class="visually-hidden">was </span>{{ describe(change.before) }}</span>
            <span class="arrow" aria-hidden="true">→</span>
            <span><span class="visually-hidden">now </span>{{ describe(change.after) }}</span>
          </dd>
        </div>
      }
    </dl>
  `,
  styles: `
    div {
      display: grid;
      grid-template-columns: minmax(120px, 2fr) minmax(0, 3fr);
      gap: 4px 16px;
      align-items: baseline;
      padding: 6px 0;
      border-top: 1px solid var(--line);
    }
    div:first-child {
      border-top: 0;
    }
    dt {
      line-height: 20px;
      overflow-wrap: anywhere;
    }
    dd {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .before,
    .arrow {
      color: var(--text-2);
    }
    .arrow {
      padding: 0 4px;
    }
    @media (max-width: 480px) {
      div {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class ChangeList {
  readonly changes = input.required<readonly SettingChangeDto[]>();
  /** Only these keys; all when absent. */
  readonly only = input<readonly string[]>();

  protected readonly describe = describe;
  protected readonly shown = computed(() => {
    const only = this.only();
    return only ? this.changes().filter(({ path }) => only.includes(path)) : this.changes();
  });
}
