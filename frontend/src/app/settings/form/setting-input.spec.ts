import { describe as suite, expect, it } from '@jest/globals';
import { SETTINGS_SCHEMA } from '../../../testing/settings-samples';
import type { Setting } from './setting';
import { settingGroups } from './setting-groups';
import { describe, fromInput, toInput, type ControlInput } from './setting-input';

const settings = settingGroups(SETTINGS_SCHEMA, {}).flatMap((group) => group.settings);

function setting(key: string): Setting {
  const found = settings.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`no setting ${key}`);
  return found;
}

suite('a control', () => {
  it.each<[string, ControlInput, unknown]>([
    ['api.port', '9000', 9000],
    ['api.port', ' 08 ', 8],
    ['api.port', '', null],
    ['api.port', 'eighty', 'eighty'],
    ['api.allowed_hosts', ' a.lan \n\n b.lan', ['a.lan', 'b.lan']],
    ['api.allowed_hosts', '', []],
    ['memory.enabled', false, false],
    ['api.log_level', 'debug', 'debug'],
    ['lemonade.runtime', '/srv/runtime', '/srv/runtime'],
    ['lemonade.runtime', '', null],
  ])('of %s that holds %j means %j', (key, input, value) => expect(fromInput(setting(key), input)).toEqual(value));

  it.each<[string, unknown, ControlInput]>([
    ['api.port', 9000, '9000'],
    ['api.allowed_hosts', ['a.lan', 'b.lan'], 'a.lan\nb.lan'],
    ['memory.enabled', true, true],
    ['lemonade.runtime', undefined, ''],
    ['lemonade.runtime', '', ''],
    ['lemonade.runtime', { value: '***REDACTED***', set: true }, ''],
  ])('of %s shows %j as %j', (key, value, input) => expect(toInput(setting(key), value)).toEqual(input));
});

suite('describe', () => {
  it.each<[unknown, string]>([
    [8080, '8080'],
    [true, 'on'],
    [null, 'not set'],
    [['a', 'b'], 'a, b'],
    [[], 'empty'],
    ['', 'empty'],
    [{ value: '***REDACTED***', set: true }, 'set, not shown'],
    ['***REDACTED***', 'set, not shown'],
    [{ a: 1 }, '{"a":1}'],
  ])('says %j as "%s"', (value, words) => expect(describe(value)).toBe(words));
});
