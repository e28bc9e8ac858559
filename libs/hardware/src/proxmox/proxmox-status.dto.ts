import { ApiProperty } from '@nestjs/swagger';

/** How the node that hosts this machine was told from the others, surest first. */
export const NODE_RULES = ['only-node', 'vmid', 'name', 'address', 'guess'] as const;
export type NodeRule = (typeof NODE_RULES)[number];

export const TENANT_TYPES = ['lxc', 'qemu'] as const;
export type TenantType = (typeof TENANT_TYPES)[number];

/** A container or virtual machine of the cluster. Memory in MiB; what the token may not see is null. */
export class ProxmoxTenantDto {
  @ApiProperty({ enum: TENANT_TYPES, enumName: 'ProxmoxTenantType' })
  type: TenantType;
  vmid: number;
  name: string | null;
  /** As Proxmox says it, e.g. `running`. */
  status: string;
  maxMemMib: number | null;
  memMib: number | null;
  /** Processors given to it. */
  maxCpu: number | null;
  /** Of the processors given to it. */
  cpuPercent: number | null;
  node: string;
}

/**
 * What Proxmox says of the machine under this one, at most 30 seconds old. The figures are those of one node; they are
 * null while `ok` is false.
 */
export class ProxmoxStatusDto {
  configured: boolean;
  ok: boolean;
  /** Why it is not ok, and what to do; never holds the token. */
  error: string | null;
  /** The node that hosts this machine. */
  node: string | null;
  @ApiProperty({ enum: NODE_RULES, enumName: 'ProxmoxNodeRule', nullable: true })
  nodeRule: NodeRule | null;
  /** How the node was found, in words; worth showing when it is a guess. */
  nodeNote: string | null;
  hostMemTotalMib: number | null;
  hostMemUsedMib: number | null;
  hostMemFreeMib: number | null;
  hostCpuPercent: number | null;
  hostCpuCount: number | null;
  hostUptimeSeconds: number | null;
  /** Tenants of this node, this machine included. */
  tenantsRunning: number | null;
  tenantsTotal: number | null;
  /** Memory promised to the node's running tenants. */
  tenantsAllocatedMib: number | null;
  /** Running ones first, then by size. */
  tenants: ProxmoxTenantDto[];
  /** When Proxmox was asked (ISO 8601); null while nothing is configured. */
  checkedAt: string | null;
}
