import type { HardwareDto } from '@hal0/hardware';
import type { Printer } from './terminal/printer.js';
import { mebibytes, none } from './terminal/units.js';

const KINDS = {
  unified: 'unified: shared by CPU and GPU',
  vram: 'memory of the graphics cards',
  system: 'main memory',
};
const BOUNDS = { pool: 'the memory itself', cgroup: 'the limit of the container', host: 'the physical host' };

/** What the box is, for people. */
export function printHardware(print: Printer, box: HardwareDto): void {
  const { headroom, npu } = box;
  const passthrough = box.passthrough && `, ${box.passthrough} passthrough`;
  print.facts([
    ['platform', `${print.bold(box.platformLabel)} (${box.platform}${passthrough ?? ''})`],
    ['system', `${box.distro}, kernel ${box.kernel}, ${box.architecture}`],
    ['cpu', `${box.cpuModel}, ${box.cpuCores} cores, ${box.cpuThreads} threads`],
    ['memory', `${mebibytes(box.ramMib)}, ${mebibytes(box.ramAvailableMib)} available, ${box.memoryKind}`],
    ['swap', box.swapMib ? mebibytes(box.swapMib) : 'none'],
    ...box.gpus.map((gpu, index) => [index ? '' : 'gpu', gpuText(gpu)] as const),
    ['gpu', box.gpus.length ? null : 'none'],
    ['npu', npu.present ? `${npu.name}${npu.driver ? ` (${npu.driver})` : ', no driver'}` : 'none'],
    ['disk', `${mebibytes(box.diskFreeMib)} free`],
    ['headroom', `${mebibytes(headroom.mib)} for models (${KINDS[headroom.kind]})`],
    ['', `${mebibytes(headroom.freeMib)} of it free now; ${BOUNDS[headroom.limitedBy]} binds`],
    ...headroom.bounds.map(
      (bound) =>
        [
          '',
          print.dim(`${bound.name}: ${mebibytes(bound.limitMib)}, ${mebibytes(bound.freeMib)} free, ${bound.source}`),
        ] as const,
    ),
    ['use', `${box.recommendedDevice.device}: ${box.recommendedDevice.reason}`],
    ['probed', box.probedAt],
  ]);
  for (const { path } of box.deviceAccess.filter(({ accessible }) => !accessible))
    print.line(`${print.state('warning', 'warning')}  hal0 may not use ${path}`);
  for (const { detector, message } of box.problems) print.line(`${print.state('warning')}  ${detector}: ${message}`);
}

function gpuText(gpu: HardwareDto['gpus'][number]): string {
  const memory = [
    gpu.vramMib ? `${mebibytes(gpu.vramMib)} of its own` : null,
    gpu.gttMib ? `${mebibytes(gpu.gttMib)} shared` : null,
  ];
  const notes = [
    gpu.integrated ? 'integrated' : null,
    gpu.displayOnly ? 'only for a display' : null,
    gpu.reachable || gpu.displayOnly ? null : 'out of reach',
  ];
  const driver = gpu.driver ?? 'no driver';
  return [gpu.name || none, gpu.gfx, driver, ...memory, ...notes].filter(Boolean).join(', ');
}
