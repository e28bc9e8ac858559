import type { HostMemory } from '../memory/host-memory-source.port.js';
import { locateNode, type NodeLocation } from './locate-node.js';
import type { OwnIdentity } from './own-identity.js';
import type { ProxmoxResources, ProxmoxTenant } from './proxmox-resources.js';
import type { ProxmoxStatusDto, ProxmoxTenantDto } from './proxmox-status.dto.js';

/** What one question to Proxmox has shown. */
export interface HostObservation {
  status: ProxmoxStatusDto;
  /** Null when it is not known, or not known to be that of the right node. */
  memory: HostMemory | null;
}

const NOTHING: ProxmoxStatusDto = {
  configured: false,
  ok: false,
  error: null,
  node: null,
  nodeRule: null,
  nodeNote: null,
  hostMemTotalMib: null,
  hostMemUsedMib: null,
  hostMemFreeMib: null,
  hostCpuPercent: null,
  hostCpuCount: null,
  hostUptimeSeconds: null,
  tenantsRunning: null,
  tenantsTotal: null,
  tenantsAllocatedMib: null,
  tenants: [],
  checkedAt: null,
};

export const NOT_CONFIGURED: HostObservation = { status: NOTHING, memory: null };

export function failedObservation(error: string, checkedAt: string): HostObservation {
  return { status: { ...NOTHING, configured: true, error, checkedAt }, memory: null };
}

/** The node under this machine, out of everything that Proxmox has. */
export function observeHost(
  resources: ProxmoxResources,
  identity: OwnIdentity,
  { host, checkedAt }: { host: string; checkedAt: string },
): HostObservation {
  const location = locateNode(resources, identity, host);
  if (!location || location.node.maxMem === null || location.node.mem === null) {
    return failedObservation(
      `${host} answers, but the token may not see its nodes. Give it the role PVEAuditor on "/", with propagation.`,
      checkedAt,
    );
  }
  const { node, rule, note } = location;
  const tenants = resources.tenants.filter((tenant) => tenant.node === node.name).sort(runningThenBySize);
  const running = tenants.filter(isRunning);
  const total = location.node.maxMem;
  const used = location.node.mem;
  const status: ProxmoxStatusDto = {
    configured: true,
    ok: true,
    error: null,
    node: node.name,
    nodeRule: rule,
    nodeNote: note,
    hostMemTotalMib: mib(total),
    hostMemUsedMib: mib(used),
    hostMemFreeMib: mib(total - used),
    hostCpuPercent: percent(node.cpu),
    hostCpuCount: node.maxCpu,
    hostUptimeSeconds: node.uptimeSeconds,
    tenantsRunning: running.length,
    tenantsTotal: tenants.length,
    tenantsAllocatedMib: mib(sum(running.map(({ maxMem }) => maxMem))),
    tenants: tenants.map(toDto),
    checkedAt,
  };
  const othersMib = mib(Math.max(0, used - (location.self?.mem ?? 0)));
  const memory = { node: node.name, totalMib: mib(total), freeMib: mib(total - used), othersMib };
  return { status, memory: isSure(location) ? memory : null };
}

/** Limits by the memory of some other machine would be worse than none. */
const isSure = ({ rule }: NodeLocation): boolean => rule !== 'guess';

const isRunning = ({ status }: ProxmoxTenant): boolean => status === 'running';

function runningThenBySize(a: ProxmoxTenant, b: ProxmoxTenant): number {
  return Number(isRunning(b)) - Number(isRunning(a)) || (b.maxMem ?? 0) - (a.maxMem ?? 0) || a.vmid - b.vmid;
}

function toDto({ type, vmid, name, status, maxMem, mem, maxCpu, cpu, node }: ProxmoxTenant): ProxmoxTenantDto {
  const memory = { maxMemMib: maxMem === null ? null : mib(maxMem), memMib: mem === null ? null : mib(mem) };
  return { type, vmid, name, status, ...memory, maxCpu, cpuPercent: percent(cpu), node };
}

const mib = (bytes: number): number => Math.floor(bytes / (1024 * 1024));
const percent = (share: number | null): number | null => (share === null ? null : Math.round(share * 1000) / 10);
const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);
