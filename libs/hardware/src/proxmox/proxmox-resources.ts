import { TENANT_TYPES, type TenantType } from './proxmox-status.dto.js';

/** Memory is bytes, load a share of `maxCpu` from 0 to 1; what the token may not see is null. */
interface Load {
  maxMem: number | null;
  mem: number | null;
  maxCpu: number | null;
  cpu: number | null;
}

export interface ProxmoxNode extends Load {
  name: string;
  online: boolean;
  uptimeSeconds: number | null;
}

export interface ProxmoxTenant extends Load {
  type: TenantType;
  vmid: number;
  name: string | null;
  node: string;
  status: string;
}

export interface ProxmoxResources {
  nodes: ProxmoxNode[];
  tenants: ProxmoxTenant[];
}

/**
 * The answer of `GET /api2/json/cluster/resources`; undefined when it is none. Templates are left out, as they never run.
 * Source: Proxmox VE API, cluster/resources.
 */
export function parseResources(text: string): ProxmoxResources | undefined {
  const rows = rowsOf(text);
  if (!rows) return undefined;
  return { nodes: rows.flatMap(toNode), tenants: rows.flatMap(toTenant) };
}

type Row = Readonly<Record<string, unknown>>;

function rowsOf(text: string): Row[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    if (!Array.isArray(data)) return undefined;
    return data.filter((row): row is Row => typeof row === 'object' && row !== null);
  } catch {
    return undefined;
  }
}

function toNode(row: Row): ProxmoxNode[] {
  const name = row['node'];
  if (row['type'] !== 'node' || typeof name !== 'string') return [];
  return [{ name, online: row['status'] === 'online', uptimeSeconds: number(row['uptime']), ...load(row) }];
}

function toTenant(row: Row): ProxmoxTenant[] {
  const { vmid, node, name, status, template } = row;
  const type = TENANT_TYPES.find((known) => known === row['type']);
  if (!type || typeof vmid !== 'number' || typeof node !== 'string' || template === 1) return [];
  return [
    {
      type,
      vmid,
      node,
      name: typeof name === 'string' ? name : null,
      status: typeof status === 'string' ? status : 'unknown',
      ...load(row),
    },
  ];
}

function load({ maxmem, mem, maxcpu, cpu }: Row): Load {
  return { maxMem: number(maxmem), mem: number(mem), maxCpu: number(maxcpu), cpu: number(cpu) };
}

const number = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null);
