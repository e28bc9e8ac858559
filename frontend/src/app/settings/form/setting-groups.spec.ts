import { describe, expect, it } from '@jest/globals';
import { SETTINGS_SCHEMA } from '../../../testing/settings-samples';
import { settingGroups } from './setting-groups';

describe('settingGroups', () => {
  const groups = settingGroups(SETTINGS_SCHEMA, { upstreams: { openai: {}, 'a.b': {} }, slots: { primary: {} } });
  const setting = (key: string) => {
    const found = groups.flatMap(({ settings }) => settings).find((candidate) => candidate.key === key);
    if (!found) throw new Error(`no setting ${key}`);
    return found;
  };

  it('follows the order of the schema, and leaves out what only a migration writes', () => {
    expect(groups.map(({ name }) => name)).toEqual(['api', 'slots', 'memory', 'upstreams', 'lemonade']);
    expect(groups[0]).toMatchObject({ description: 'Where hal0 listens.' });
  });

  it.each([
    ['api.port', { kind: 'number', bounds: '0 to 65535', default: 8080, needsRestart: true, reserved: false }],
    ['api.allowed_hosts', { kind: 'list', numeric: false, default: [], needsRestart: false }],
    ['api.log_level', { kind: 'choice', choices: ['error', 'info', 'debug'] }],
    ['slots.idle_timeout_seconds', { kind: 'number', bounds: '0 or more', unit: 'seconds' }],
    ['memory.enabled', { kind: 'switch', reserved: true }],
    ['lemonade.runtime', { kind: 'text', default: undefined, name: 'runtime' }],
  ])('reads %s', (key, expected) => expect(setting(key)).toMatchObject(expected));

  it('has the fields of every named upstream, names quoted as in TOML', () => {
    const [, , , upstreams] = groups;
    expect(upstreams?.settings.map(({ key }) => key)).toEqual(['upstreams.openai.url', 'upstreams."a.b".url']);
  });

  it('leaves the slots to their own page', () => {
    expect(groups[1]?.settings.map(({ key }) => key)).toEqual(['slots.idle_timeout_seconds']);
  });
});
