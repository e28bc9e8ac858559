import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { Hal0Paths } from './hal0-paths.js';

/** Everything a resolver can tell, without the functions that take a name. */
function everyPath(paths: Hal0Paths): Record<string, string> {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Hal0Paths.prototype)).filter(([, { get }]) => get);
  const { code, config, state, logs } = paths;
  return {
    code,
    config,
    state,
    logs,
    ...Object.fromEntries(getters.map(([name]) => [name, paths[name as 'models']])),
    slotFile: paths.slotFile('primary'),
    slotState: paths.slotState('primary'),
    agentToml: paths.agentToml('pi-coder'),
    agentWorkspace: paths.agentWorkspace('pi-coder'),
  };
}

describe('Hal0Paths', () => {
  it('follows the file system hierarchy, with the two tables of the documentation', () => {
    expect(everyPath(new Hal0Paths())).toEqual({
      code: '/usr/lib/hal0/current',
      config: '/etc/hal0',
      state: '/var/lib/hal0',
      logs: '/var/log/hal0',
      hal0Toml: '/etc/hal0/hal0.toml',
      dropIns: '/etc/hal0/conf.d',
      capabilitiesToml: '/etc/hal0/capabilities.toml',
      slotFiles: '/etc/hal0/slots',
      slotFile: '/etc/hal0/slots/primary.toml',
      profilesToml: '/etc/hal0/profiles.toml',
      apiEnv: '/etc/hal0/api.env',
      hardwareJson: '/etc/hal0/hardware.json',
      proxmoxJson: '/etc/hal0/proxmox.json',
      manifestJson: '/etc/hal0/manifest.json',
      openwebuiEnv: '/etc/hal0/openwebui.env',
      agentToml: '/etc/hal0/agents/pi-coder.toml',
      openwebui: '/var/lib/hal0/openwebui',
      configLock: '/etc/hal0/.lock',
      models: '/var/lib/hal0/models',
      registryDatabase: '/var/lib/hal0/registry/registry.db',
      registryToml: '/var/lib/hal0/registry/registry.toml',
      apiKeys: '/var/lib/hal0/api-keys.json',
      activityDatabase: '/var/lib/hal0/activity.db',
      uploads: '/var/lib/hal0/cache/uploads',
      cachedImages: '/var/lib/hal0/cache/images',
      lemonade: '/var/lib/hal0/lemonade',
      lemonadeRuntime: '/var/lib/hal0/lemonade/runtime',
      apiRunFile: '/var/lib/hal0/api.json',
      apiLock: '/var/lib/hal0/api.lock',
      operatorToken: '/var/lib/hal0/operator.token',
      unmovedState: '/var/lib/hal0',
      firstRunDone: '/var/lib/hal0/.first_run_done',
      firstRunLock: '/var/lib/hal0/.first-run.lock',
      bundleChosen: '/var/lib/hal0/.bundle-chosen',
      bundles: '/var/lib/hal0/bundles',
      bundleRun: '/var/lib/hal0/bundle-run.json',
      slotState: '/var/lib/hal0/slots/primary/state.json',
      agentWorkspace: '/var/lib/hal0/agents/pi-coder/workspace',
    });
  });

  it('moves everything under one home', () => {
    const paths = new Hal0Paths('/x');
    expect([paths.code, paths.config, paths.state, paths.logs]).toEqual([
      '/x/usr-lib/hal0/current',
      '/x/etc/hal0',
      '/x/var-lib/hal0',
      '/x/var-log/hal0',
    ]);
    expect(Object.values(everyPath(paths)).filter((path) => !path.startsWith('/x/'))).toEqual([]);
  });

  it.each(['', '  ', '\t\n'])('takes a home of %j for none', (home) => {
    expect(new Hal0Paths(home).config).toBe('/etc/hal0');
  });

  it('makes a relative home absolute, so that a change of folder moves nothing', () => {
    expect(new Hal0Paths('.hal0').config).toBe(resolve('.hal0/etc/hal0'));
  });

  it('moves the roots that the configuration names, and only those', () => {
    const paths = new Hal0Paths('/x').withRoots({ state: '/data/hal0', logs: '' });
    expect([paths.config, paths.models, paths.logs]).toEqual(['/x/etc/hal0', '/data/hal0/models', '/x/var-log/hal0']);
  });

  it.each(['../etc', 'a/b', '', 'A', '.', 'x'.repeat(33)])('makes no path of the name %j', (name) => {
    const paths = new Hal0Paths('/x');
    for (const path of ['slotFile', 'slotDirectory', 'slotState', 'agentToml', 'agentWorkspace'] as const) {
      expect(() => paths[path](name)).toThrow(RangeError);
    }
  });
});
