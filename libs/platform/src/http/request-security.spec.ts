import { describe, expect, it } from '@jest/globals';
import { RequestSecurity, type RequestHead } from './request-security.js';

const security = new RequestSecurity({
  allowedHosts: ['ai.example.org'],
  allowedOrigins: ['https://chat.example.org'],
  hostname: 'halbox',
});
const head = (changes: Partial<RequestHead>): RequestHead => ({
  method: 'GET',
  host: 'localhost:8080',
  origin: undefined,
  fetchSite: undefined,
  contentType: undefined,
  ...changes,
});
const verdict = (changes: Partial<RequestHead>) => security.check(head(changes))?.code ?? 'ok';

describe('RequestSecurity', () => {
  it.each([
    '127.0.0.1:8080',
    '192.168.1.5',
    '[::1]:8080',
    'localhost',
    'hal0.local:8080',
    'halbox:8080',
    'HALBOX',
    'ai.example.org',
  ])('answers for the host %s', (host) => expect(verdict({ host })).toBe('ok'));

  it.each([
    'attacker.example',
    'localhost.attacker.example',
    'local',
    '',
    undefined,
    'a:b:c',
    '127.0.0.1.attacker.example',
  ])('refuses the host %s, as DNS rebinding would send it', (host) =>
    expect(verdict({ host })).toBe('system.host_forbidden'),
  );

  it.each([
    [{ origin: 'http://localhost:8080' }, 'ok'],
    [{ origin: 'https://chat.example.org' }, 'ok'],
    [{ origin: 'http://localhost:4200' }, 'system.origin_forbidden'],
    [{ origin: 'https://attacker.example' }, 'system.origin_forbidden'],
    [{ origin: 'null' }, 'system.origin_forbidden'],
    [{ method: 'POST', fetchSite: 'cross-site' }, 'system.origin_forbidden'],
    [{ method: 'POST', fetchSite: 'same-origin', contentType: 'application/json' }, 'ok'],
  ])('judges %j by where it comes from', (changes, expected) => expect(verdict(changes)).toBe(expected));

  it.each([
    ['text/plain', 'system.content_type_forbidden'],
    ['application/x-www-form-urlencoded; charset=utf-8', 'system.content_type_forbidden'],
    ['application/json', 'ok'],
    ['multipart/form-data; boundary=x', 'ok'],
    [undefined, 'ok'],
  ])('judges a change sent as %s', (contentType, expected) =>
    expect(verdict({ method: 'POST', contentType })).toBe(expected),
  );
});
