import { ApiProperty } from '@nestjs/swagger';
import { GPU_VENDORS, type Gpu, type GpuVendor } from '../probe/hardware-report.js';

/** One graphics adapter. Memory is in MiB. */
export class GpuDto implements Gpu {
  @ApiProperty({ enum: GPU_VENDORS, enumName: 'GpuVendor' })
  vendor: GpuVendor;
  name: string;
  /** Memory of its own; on an integrated adapter what the firmware has set aside for it. 0 when not known. */
  vramMib: number;
  /** System memory that the driver lets it map; 0 for drivers that do not say. */
  gttMib: number;
  /** Vendor and device, e.g. `1002:1586`. */
  pciId: string | null;
  /** Place on the bus, e.g. `0000:c5:00.0`. */
  pciAddress: string | null;
  /** Kernel driver. */
  driver: string | null;
  drmPath: string | null;
  renderNode: string | null;
  /** Instruction set of an AMD adapter, e.g. `gfx1151`. */
  gfx: string | null;
  /** Part of the processor, working in system memory. */
  integrated: boolean;
  /** Can only show a picture; never used for inference. */
  displayOnly: boolean;
  /** hal0 may open the adapter's device nodes. */
  reachable: boolean;
  /** CUDA or ROCm could run on it. */
  computeCapable: boolean;
  vulkanCapable: boolean;
}
