import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { HardwareService } from '../hardware.service.js';
import { inferenceGpus, isInferenceAdapter } from '../probe/gpus/inference-gpus.js';
import type { HardwareReport } from '../probe/hardware-report.js';

/** Whether hal0 may use the GPUs and the NPU that the machine has. */
@Injectable()
export class GpuAccessCheck extends DoctorCheck {
  readonly id = 'hardware.gpu_access';

  constructor(private readonly hardware: HardwareService) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    return judgeAccess(await this.hardware.report());
  }
}

/**
 * Nodes that may not be opened come first: with them, everything else may be in order already. As long as another GPU can be used
 * they are no more than a pity.
 */
export function judgeAccess(report: HardwareReport): DoctorFinding {
  const { gpus, npu, deviceAccess, passthrough, containerRuntime } = report;
  const closed = deviceAccess.filter(({ accessible }) => !accessible);
  if (closed.length) {
    const groups = [...new Set(closed.map(({ group }) => group))];
    return {
      severity: inferenceGpus(gpus).length ? 'warning' : 'error',
      message: `hal0 may not use ${closed.map(({ path, group }) => `${path} (group ${group})`).join(', ')}.`,
      remedy: remedyForClosed(groups, containerRuntime !== null),
    };
  }
  if (passthrough === 'partial' || (passthrough === 'none' && gpus.some(isInferenceAdapter))) {
    return {
      severity: 'warning',
      message: `Only a part of the hardware reaches this guest: ${missing(report).join(', ')}.`,
      remedy:
        'Pass the devices through on the host, for a Proxmox container with "pct set <id> -dev0 /dev/kfd,gid=<group> -dev1 /dev/dri/renderD128,gid=<group> -dev2 /dev/accel/accel0,gid=<group>", then restart the guest and run "hal0 probe".',
    };
  }
  const usable = gpus.filter(({ reachable }) => reachable).map(({ name }) => name);
  if (npu.reachable) usable.push(npu.name);
  return { severity: 'ok', message: usable.length ? `hal0 can use ${usable.join(', ')}.` : 'There is no GPU or NPU.' };
}

function remedyForClosed(groups: readonly string[], contained: boolean): string {
  if (contained && groups.some((group) => /^\d+$|^root$|^nogroup$/.test(group))) {
    return 'Give the nodes the group number of this container\'s "render" group on the host (for Proxmox: "gid=" of the "dev" entry), then restart the container.';
  }
  return `Add the user that runs hal0 to ${groups.join(' and ')}: "sudo usermod -aG ${groups.join(',')} <user>" (for the service: SupplementaryGroups=${groups.join(' ')}), then restart hal0.`;
}

function missing({ gpus, npu, deviceAccess }: HardwareReport): string[] {
  const exists = (path: string) => deviceAccess.some((node) => node.path === path);
  const amd = gpus.some(({ driver }) => driver === 'amdgpu');
  return [
    ...gpus.filter((gpu) => isInferenceAdapter(gpu) && !gpu.reachable).map(({ name }) => `no device node of ${name}`),
    ...(amd && !exists('/dev/kfd') ? ['no /dev/kfd'] : []),
    ...(npu.present && !deviceAccess.some(({ path }) => path.startsWith('/dev/accel/')) ? ['no /dev/accel'] : []),
  ];
}
