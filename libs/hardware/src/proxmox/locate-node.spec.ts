import { describe, expect, it } from '@jest/globals';
import { fakeContainer, fakeNode } from '../testing/fake-proxmox.js';
import { locateNode } from './locate-node.js';
import type { OwnIdentity } from './own-identity.js';
import { parseResources } from './proxmox-resources.js';

const CLUSTER = [
  fakeNode('alpha'),
  fakeNode('beta'),
  fakeNode('gamma', { status: 'offline' }),
  fakeContainer(100, 'files', 'alpha'),
  fakeContainer(105, 'AI', 'beta'),
  fakeContainer(200, 'twin', 'alpha'),
  fakeContainer(201, 'twin', 'beta'),
  fakeContainer(300, 'pair', 'beta'),
  fakeContainer(301, 'pair', 'beta'),
  { ...fakeContainer(400, 'machine', 'alpha'), type: 'qemu' },
];

function locate(identity: Partial<OwnIdentity>, host = '10.0.0.1', rows: readonly object[] = CLUSTER) {
  const resources = parseResources(JSON.stringify({ data: rows }));
  const found = locateNode(resources!, { vmid: null, hostname: 'nobody', ...identity }, host);
  return found && { node: found.node.name, rule: found.rule, self: found.self?.vmid, note: found.note };
}

describe('locateNode', () => {
  it.each([
    ['its number', { vmid: 105, hostname: 'files' }, { node: 'beta', rule: 'vmid', self: 105 }],
    [
      'its name, whatever the case and the domain',
      { hostname: 'ai.home.lan' },
      { node: 'beta', rule: 'name', self: 105 },
    ],
    ['a name that two guests of one node share', { hostname: 'pair' }, { node: 'beta', rule: 'name', self: undefined }],
    ['the name of the node itself', { hostname: 'beta' }, { node: 'beta', rule: 'name', self: undefined }],
    ['the name of a virtual machine', { hostname: 'machine' }, { node: 'alpha', rule: 'name', self: 400 }],
  ] as const)('knows the node by %s', (_by, identity, expected) => {
    expect(locate(identity)).toMatchObject(expected);
  });

  it('takes the only node, and still finds this machine on it', () => {
    const rows = [fakeNode('pve'), fakeContainer(105, 'ai', 'pve')];

    expect(locate({ hostname: 'ai' }, undefined, rows)).toMatchObject({ node: 'pve', rule: 'only-node', self: 105 });
    expect(locate({}, undefined, rows)).toMatchObject({ node: 'pve', rule: 'only-node', self: undefined });
  });

  it('takes the node that the settings name, when nothing better is known', () => {
    expect(locate({}, 'beta.home.lan')).toMatchObject({ node: 'beta', rule: 'address' });
    expect(locate({ hostname: 'twin' }, 'beta')).toMatchObject({ node: 'beta', rule: 'address' });
  });

  it('says so when it can only guess, and what would help', () => {
    const guess = locate({ hostname: 'twin' });

    expect(guess).toMatchObject({ node: 'alpha', rule: 'guess', self: undefined });
    expect(guess?.note).toContain('None of the 3 nodes could be told to host this machine');
    expect(locate({}, undefined, [fakeNode('a', { status: 'offline' }), fakeNode('b')])?.node).toBe('b');
  });

  it('does not take the number of a virtual machine for that of this container', () => {
    expect(locate({ vmid: 400 })).toMatchObject({ rule: 'guess', self: undefined });
  });

  it('finds nothing where there is no node', () => {
    expect(locate({ vmid: 105 }, undefined, [fakeContainer(105, 'ai', 'beta')])).toBeUndefined();
  });
});
