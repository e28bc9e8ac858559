import type { OwnIdentity } from './own-identity.js';
import type { ProxmoxNode, ProxmoxResources, ProxmoxTenant } from './proxmox-resources.js';
import type { NodeRule } from './proxmox-status.dto.js';

/** Where this machine is, and what says so. */
export interface NodeLocation {
  node: ProxmoxNode;
  rule: NodeRule;
  note: string;
  /** This machine among the tenants; undefined when it was not recognised there. */
  self: ProxmoxTenant | undefined;
}

/**
 * The node that hosts this machine; undefined when the token sees no node. The first rule that holds decides:
 *
 * 1. `only-node`: there is one node.
 * 2. `vmid`: a container sees its own number in the name of its root volume or control group.
 * 3. `name`: a tenant, or the node itself, has this machine's host name, and all that have it are on one node.
 * 4. `address`: the settings name the node.
 * 5. `guess`: the first node that is online; not to be relied on.
 */
export function locateNode(
  { nodes, tenants }: ProxmoxResources,
  { vmid, hostname }: OwnIdentity,
  configuredHost: string,
): NodeLocation | undefined {
  const byVmid = tenants.find((tenant) => tenant.type === 'lxc' && tenant.vmid === vmid);
  const namesakes = tenants.filter(({ name }) => name !== null && sameName(name, hostname));
  const byName = namesakes.length === 1 ? namesakes[0] : undefined;
  const self = byVmid ?? byName;
  const named = (name: string | undefined) => nodes.find((node) => node.name === name);

  const found = (node: ProxmoxNode, rule: NodeRule, note: string) => ({ node, rule, note, self });
  const [first] = nodes;
  if (!first) return undefined;
  if (nodes.length === 1) return found(first, 'only-node', `${first.name} is the only node.`);

  const ofVmid = named(byVmid?.node);
  if (ofVmid) return found(ofVmid, 'vmid', `This machine is container ${vmid}, on ${ofVmid.name}.`);

  const homes = new Set(namesakes.map((tenant) => tenant.node));
  const ofName = homes.size === 1 ? named([...homes][0]) : undefined;
  if (ofName) return found(ofName, 'name', `A guest on ${ofName.name} is called ${hostname}, like this machine.`);
  const itself = homes.size ? undefined : nodes.find(({ name }) => sameName(name, hostname));
  if (itself) return found(itself, 'name', `This machine is called ${hostname}, like the node.`);

  const ofAddress = nodes.find(({ name }) => sameName(name, configuredHost));
  if (ofAddress) return found(ofAddress, 'address', `${ofAddress.name} was taken because the settings name it.`);

  const online = nodes.filter((node) => node.online);
  const [guess = first] = online.toSorted((a, b) => a.name.localeCompare(b.name));
  const advice = 'Name the guest like its host name, or enter the name of the node that hosts it';
  return found(
    guess,
    'guess',
    `None of the ${nodes.length} nodes could be told to host this machine; this is ${guess.name}. ${advice}.`,
  );
}

/** Compares the first label, without case: Proxmox knows `ai`, the machine may call itself `ai.home.lan`. */
function sameName(a: string, b: string): boolean {
  const first = (name: string) => name.split('.')[0]?.toLowerCase();
  return first(a) !== '' && first(a) === first(b);
}
