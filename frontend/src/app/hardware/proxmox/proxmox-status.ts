import { Component, computed, input } from '@angular/core';
import type { ProxmoxSettingsDto } from '../../../api/models';
import { Age, describeAge } from '../../ui/age';
import { describeMib, measureMib } from '../../ui/bytes';
import { Figure } from '../../ui/figure';
import { Note } from '../../ui/note';

/** What the host says of itself and its guests. */
@Component({
  selector: 'h0-proxmox-status',
  imports: [Age, Figure, Note],
  templateUrl: './proxmox-status.html',
  styleUrl: './proxmox-status.css',
})
export class ProxmoxStatus {
  readonly settings = input.required<ProxmoxSettingsDto>();

  protected readonly size = (mib: number | null) => (mib === null ? '—' : describeMib(mib));
  protected readonly percent = (share: number | null) => (share === null ? '—' : `${Math.round(share)} %`);
  protected readonly status = computed(() => this.settings().status);
  protected readonly figures = computed(() => {
    const status = this.status();
    const whole = (value: number | null) => (value === null ? null : String(Math.round(value)));
    return [
      { label: 'Memory free', ...measureMib(status.hostMemFreeMib), hint: 'Of the physical machine, now' },
      { label: 'Memory', ...measureMib(status.hostMemTotalMib), hint: 'Of the physical machine altogether' },
      { label: 'Promised', ...measureMib(status.tenantsAllocatedMib), hint: 'Memory given to guests that run' },
      {
        label: 'CPU',
        value: whole(status.hostCpuPercent),
        unit: '%',
        hint: `Of ${status.hostCpuCount ?? '?'} threads`,
      },
      {
        label: 'Guests running',
        value: status.tenantsRunning === null ? null : `${status.tenantsRunning} / ${status.tenantsTotal ?? '?'}`,
        unit: undefined,
        hint: 'Of the guests of this node, this machine included',
      },
      {
        label: 'Up for',
        value: status.hostUptimeSeconds === null ? null : describeAge(status.hostUptimeSeconds * 1000),
        unit: undefined,
        hint: 'Since the host was started',
      },
    ];
  });
}
