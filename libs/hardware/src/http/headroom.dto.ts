import { ApiProperty } from '@nestjs/swagger';
import {
  HEADROOM_BOUNDS,
  POOL_KINDS,
  type Headroom,
  type HeadroomBound,
  type HeadroomBoundName,
  type PoolKind,
} from '../memory/headroom.js';

/** One thing that limits how much memory models can take. */
export class HeadroomBoundDto implements HeadroomBound {
  @ApiProperty({ enum: HEADROOM_BOUNDS, enumName: 'HeadroomBoundName' })
  name: HeadroomBoundName;
  /** With no model loaded and nothing else running. */
  limitMib: number;
  /** Of that, what nobody uses now. */
  freeMib: number;
  /** Where the number comes from. */
  source: string;
}

/** How much memory models can take, in MiB, and what says so. */
export class HeadroomDto implements Headroom {
  /** The smallest limit: what models may occupy altogether. */
  mib: number;
  /** The bound that gives `mib`. */
  @ApiProperty({ enum: HEADROOM_BOUNDS, enumName: 'HeadroomBoundName' })
  limitedBy: HeadroomBoundName;
  /** What could be loaded now without unloading anything. */
  freeMib: number;
  /** `vram`: memory of discrete cards; `unified`: shared by CPU and GPU; `system`: main memory, for the CPU. */
  @ApiProperty({ enum: POOL_KINDS, enumName: 'PoolKind' })
  kind: PoolKind;
  poolMib: number;
  /** Limit of the container or service; null without one. */
  cgroupMib: number | null;
  /** What other guests of the physical machine leave; null when nobody can tell. */
  hostMib: number | null;
  bounds: HeadroomBoundDto[];
}
