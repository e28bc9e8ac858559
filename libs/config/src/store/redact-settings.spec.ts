import { describe, expect, it } from '@jest/globals';
import { redactChange, redactSettings } from './redact-settings.js';
import { unifiedDiff } from './unified-diff.js';

const HIDDEN = '***REDACTED***';

describe('redactSettings', () => {
  it('hides values by the name they stand under, and says whether they are set', () => {
    const table = {
      api: { port: 8080 },
      upstreams: { token: { url: 'http://x', api_key: 'sk-1', auth_value_env: 'OPENAI_API_KEY', password: '' } },
      list: [{ secret: ['a'] }],
    };
    expect(redactSettings(table)).toEqual({
      api: { port: 8080 },
      upstreams: {
        token: {
          url: 'http://x',
          api_key: { value: HIDDEN, set: true },
          auth_value_env: 'OPENAI_API_KEY',
          password: { value: HIDDEN, set: false },
        },
      },
      list: [{ secret: { value: HIDDEN, set: true } }],
    });
  });
});

describe('redactChange', () => {
  it.each([
    ['upstreams.x.api_key', null, 'sk-1', null, HIDDEN],
    ['upstreams.x', { api_key: 'sk-1', url: 'u' }, null, { api_key: HIDDEN, url: 'u' }, null],
    ['slots.a.extra_args', '--api-key=sk-abcdefghijk', '--flash', `--api-key=${HIDDEN}`, '--flash'],
    ['api.port', 1, 2, 1, 2],
  ])('shows a change of %s as it may be shown', (path, before, after, shownBefore, shownAfter) => {
    expect(redactChange({ path, before, after })).toEqual({ path, before: shownBefore, after: shownAfter });
  });
});

describe('unifiedDiff', () => {
  it('tells lines and their surroundings, without a secret, over several lines or in a comment', () => {
    const before = '# old token = "abcdef"\n[u]\npassword = """\nfirst\nsecond"""\nport = 1\n';
    const diff = unifiedDiff({ file: '/etc/hal0/hal0.toml', before, after: before.replace('port = 1', 'port = 2') });
    expect(diff).toMatch(/^--- .*hal0\.toml\n\+\+\+ .*hal0\.toml\n@@ /);
    expect(diff).toContain('-port = 1\n+port = 2\n');
    expect(diff).toContain(`password = "${HIDDEN}"`);
    expect(diff).not.toMatch(/abcdef|first|second/);
  });

  it('is empty when nothing changes', () => {
    expect(unifiedDiff({ file: 'f', before: 'a = 1\n', after: 'a = 1\n' })).toBe('');
  });
});
