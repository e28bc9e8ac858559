import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

const SECRET = 'hf_0123456789abcdef';
const PROXMOX = '--host pve.lan --user hal0@pve --token-name hal0';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const environment = () => ({ HAL0_API_URL: api.url });
const hal0 = (words: string, piped?: string) => runHal0(words, { environment: environment(), piped });

function storesSecrets() {
  api.on('PUT /api/secrets/HF_TOKEN', ({ response }) => void response.writeHead(204).end());
}

describe('secret set', () => {
  it('takes the value from a pipe, without the line end', async () => {
    storesSecrets();
    const { exitCode, stdout, stderr } = await hal0('secret set HF_TOKEN', `${SECRET}\n`);
    expect(exitCode).toBe(0);
    expect(api.bodies).toEqual([{ value: SECRET }]);
    expect(stdout + stderr).toBe('HF_TOKEN is set\n');
  });

  it('takes it from the keys without showing it', async () => {
    storesSecrets();
    const terminal = new FakeTerminal({ isTTY: true, environment: environment() });
    const ended = outcomeOf('secret set HF_TOKEN', terminal);
    await terminal.answers('Value of HF_TOKEN:', SECRET);
    expect((await ended).exitCode).toBe(0);
    expect(api.bodies).toEqual([{ value: SECRET }]);
    expect(terminal.stdout.text + terminal.stderr.text).not.toContain(SECRET);
  });

  it.each([`HF_TOKEN ${SECRET}`, `HF_TOKEN --value=${SECRET}`, `HF_TOKEN=${SECRET} x`])(
    'does not take it as a word: %#',
    async (words) => {
      const { exitCode, stderr } = await hal0(`secret set ${words}`);
      expect(exitCode).toBe(2);
      expect(stderr).not.toContain(SECRET);
      expect(api.requests).toEqual([]);
    },
  );

  it('sets nothing when nothing is piped in, or Ctrl-C is pressed', async () => {
    expect((await hal0('secret set HF_TOKEN', '')).exitCode).toBe(2);
    const terminal = new FakeTerminal({ isTTY: true, environment: environment() });
    const ended = outcomeOf('secret set HF_TOKEN', terminal);
    await terminal.shows('Value of HF_TOKEN:', terminal.stderr);
    terminal.stdin.write('\u0003');
    expect((await ended).exitCode).toBe(130);
    expect(api.requests).toEqual([]);
  });

  it('passes on why a name is refused', async () => {
    api.on('PUT /api/secrets/PATH', ({ response }) => refuse(response, 403, 'secret.name_reserved', 'hal0 needs it.'));
    expect((await hal0('secret set PATH', 'x')).stderr).toBe('secret.name_reserved: hal0 needs it.\n');
  });
});

describe('secret list and rm', () => {
  it('shows names, never values', async () => {
    const updatedAt = '2026-01-01T00:00:00.000Z';
    api.on('GET /api/secrets', () => [{ name: 'HF_TOKEN', set: true, masked: '••••', updatedAt }]);
    expect((await hal0('secret list')).stdout).toMatch(/HF_TOKEN +yes +2026-01-01/);
  });

  it('removes one, and says when there was none', async () => {
    const stored = { name: 'HF_TOKEN', set: true, masked: '***', updatedAt: null };
    api.on('GET /api/secrets', () => [stored]);
    api.on('DELETE /api/secrets/NOPE', ({ response }) => void response.writeHead(204).end());
    expect((await hal0('secret rm NOPE')).stdout).toBe('NOPE was not set\n');
    api.on('DELETE /api/secrets/HF_TOKEN', ({ response }) => void response.writeHead(204).end());
    expect((await hal0('secret rm HF_TOKEN')).stdout).toBe('HF_TOKEN is removed\n');
  });
});

describe('proxmox', () => {
  const status = { ok: true, error: null, node: 'pve1', nodeNote: null, tenantsTotal: 3, tenantsRunning: 2 };
  const settings = {
    configured: true,
    host: 'pve.lan',
    port: 8006,
    user: 'hal0@pve',
    tokenName: 'hal0',
    tokenValueSet: true,
    verifySsl: false,
    warnings: ['The certificate is not checked.'],
    status: { ...status, hostMemTotalMib: 65_536, hostMemFreeMib: 1_024 },
    detection: 'detected',
  };

  it('shows the host and what it says', async () => {
    api.on('GET /api/settings/proxmox', () => settings);
    const { stdout } = await hal0('proxmox show');
    for (const text of [
      'pve.lan:8006',
      'pve1',
      '64.0 GiB, 1.0 GiB free',
      '2 of 3 running',
      'certificate is not checked',
    ])
      expect(stdout).toContain(text);
  });

  it('says how to set one, when this looks like a guest', async () => {
    api.on('GET /api/settings/proxmox', () => ({ ...settings, configured: false }));
    const { stdout } = await hal0('proxmox show');
    expect(stdout).toContain('looks like a guest of Proxmox');
    expect(stdout).toContain('hal0 proxmox set');
  });

  it('sets the host with a token from a pipe, and can keep the one that is stored', async () => {
    api.on('PUT /api/settings/proxmox', () => settings);
    const { exitCode, stdout } = await hal0(`proxmox set ${PROXMOX} --verify-ssl`, `${SECRET}\n`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('pve.lan is set and answers: node pve1');
    await hal0(`proxmox set ${PROXMOX} --port 443 --keep-token`);
    const common = { host: 'pve.lan', user: 'hal0@pve', tokenName: 'hal0' };
    expect(api.bodies).toEqual([
      { ...common, port: 8006, verifySsl: true, tokenValue: SECRET },
      { ...common, port: 443, verifySsl: false },
    ]);
  });

  it('tells why a trial failed, with status 1', async () => {
    const failed = { ok: false, error: 'The token is refused.', node: null, hostMemTotalMib: null, tenantsTotal: null };
    api.on('POST /api/settings/proxmox/test', () => failed);
    const { exitCode, stdout } = await hal0(`proxmox test ${PROXMOX}`, SECRET);
    expect([exitCode, stdout]).toEqual([1, 'failed: The token is refused.\n']);
  });

  it('forgets the host', async () => {
    api.on('DELETE /api/settings/proxmox', () => ({ configured: false, existed: false }));
    expect((await hal0('proxmox remove')).stdout).toBe('There was none to forget\n');
  });
});
