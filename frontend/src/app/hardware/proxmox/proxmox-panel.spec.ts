import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { ProxmoxSettingsDto, ProxmoxTestDto } from '../../../api/models';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { aProxmoxHost, aProxmoxStatus, noProxmoxHost } from '../../../testing/hardware-samples';
import { button, settled, textOf } from '../../../testing/on-page';
import { EventStream } from '../../core/events/event-stream';
import { ProxmoxPanel } from './proxmox-panel';

const ANSWERED: ProxmoxTestDto = {
  ok: true,
  error: null,
  node: 'pve1',
  nodeNote: null,
  hostMemTotalMib: 131_072,
  tenantsTotal: 2,
};

describe('ProxmoxPanel', () => {
  let fixture: ComponentFixture<ProxmoxPanel>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), sources.provider],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(ProxmoxPanel);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  afterEach(() => {
    fixture.destroy();
    http.verify();
  });

  async function answer(settings: ProxmoxSettingsDto): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/settings/proxmox' }).flush(settings);
    await settled(fixture);
  }

  async function press(name: string): Promise<void> {
    button(page, name).click();
    await settled(fixture);
  }

  const field = (id: string) => page.querySelector<HTMLInputElement>(`#proxmox-${id}`)!;

  async function type(id: string, text: string): Promise<void> {
    field(id).value = text;
    field(id).dispatchEvent(new Event('input'));
    await settled(fixture);
  }

  it.each([
    ['detected', 'This machine runs on a Proxmox host.'],
    ['uncertain', 'This machine may run on a Proxmox host.'],
    ['not_detected', 'This machine does not look like the guest of a Proxmox host'],
  ] as const)('hints when nothing is configured and the host is %s', async (detection, hint) => {
    await answer(noProxmoxHost({ detection }));
    expect(textOf(page)).toContain(hint);
    expect(button(page, 'Connect Proxmox')).toBeTruthy();
  });

  it('has the keyboard in its form, and where it was when that is given up', async () => {
    document.body.append(page);
    await answer(noProxmoxHost());
    await press('Connect Proxmox');
    expect(document.activeElement).toBe(field('host'));
    field('host').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settled(fixture);
    expect(document.activeElement).toBe(button(page, 'Connect Proxmox'));
  });

  it('shows the host and its guests', async () => {
    await answer(aProxmoxHost());
    expect(textOf(page.querySelector('.where'))).toMatch(
      /^root@pam!hal0 at pve\.lan:8006 · node pve1 · asked \d+ d ago$/,
    );
    expect([...page.querySelectorAll('[h0-figure]')].map(textOf)).toEqual([
      'Memory free 64 GiB',
      'Memory 128 GiB',
      'Promised 64 GiB',
      'CPU 12 %',
      'Guests running 1 / 2',
      'Up for 2 d',
    ]);
    expect([...page.querySelectorAll('tbody tr')].map(textOf)).toEqual([
      '105 hal0 container running 4.0 GiB 64 GiB 3 % pve1',
      '110 not named machine stopped — 8.0 GiB — pve1',
    ]);
  });

  it('says why the host does not answer, and what is doubtful about the settings', async () => {
    const status = aProxmoxStatus({ ok: false, error: 'pve.lan refused the token. Make a new one.', tenants: [] });
    await answer(aProxmoxHost({ status, warnings: ['The certificate of pve.lan is not checked.'] }));
    expect([...page.querySelectorAll('h0-note')].map(textOf)).toEqual([
      'pve.lan refused the token. Make a new one.',
      'The certificate of pve.lan is not checked.',
    ]);
    expect(page.querySelector('table')).toBeNull();
  });

  it('warns when the node is a guess', async () => {
    await answer(aProxmoxHost({ status: aProxmoxStatus({ nodeRule: 'guess', nodeNote: 'Three nodes, none named.' }) }));
    expect(textOf(page.querySelector('h0-note'))).toBe('Three nodes, none named.');
  });

  it('tries settings without storing them, and says what was found', async () => {
    await answer(noProxmoxHost());
    await press('Connect Proxmox');
    await type('host', 'pve.lan');
    await type('token-name', 'hal0');
    await type('token-value', 'secret-value');
    await press('Test the connection');
    const test = http.expectOne({ method: 'POST', url: '/api/settings/proxmox/test' });
    expect(test.request.body).toEqual({
      host: 'pve.lan',
      port: 8006,
      user: 'root@pam',
      tokenName: 'hal0',
      tokenValue: 'secret-value',
      verifySsl: false,
    });
    test.flush(ANSWERED);
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('pve.lan answers: node pve1, 128 GiB, 2 guests.');

    await type('host', 'other.lan');
    expect(page.querySelector('[role=status]')).toBeNull();
    await press('Test the connection');
    const failed: ProxmoxTestDto = { ...ANSWERED, ok: false, error: 'other.lan did not answer within 3 seconds.' };
    http.expectOne('/api/settings/proxmox/test').flush(failed);
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toBe('other.lan did not answer within 3 seconds.');
  });

  it('never shows a stored token, and keeps it when the field is left empty', async () => {
    await answer(aProxmoxHost());
    await press('Change');
    expect(field('token-value').type).toBe('password');
    expect(field('token-value').value).toBe('');
    expect(textOf(page)).toContain('Leave it empty to keep it');
    await type('port', '8007');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const put = http.expectOne({ method: 'PUT', url: '/api/settings/proxmox' });
    expect(put.request.body).toEqual({
      host: 'pve.lan',
      port: 8007,
      user: 'root@pam',
      tokenName: 'hal0',
      verifySsl: true,
    });
    put.flush(aProxmoxHost({ port: 8007 }));
    await settled(fixture);
    expect(textOf(page.querySelector('.where'))).toContain('pve.lan:8007');
  });

  it('puts what is wrong beside its field', async () => {
    await answer(noProxmoxHost());
    await press('Connect Proxmox');
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const errors = { user: 'has no realm; write root@pam' };
    http
      .expectOne('/api/settings/proxmox')
      .flush(
        { error: { code: 'proxmox.config_invalid', message: 'user: has no realm', details: { errors } } },
        { status: 400, statusText: 'Bad Request' },
      );
    await settled(fixture);
    expect(textOf(page.querySelector('#proxmox-user-help'))).toBe('has no realm; write root@pam');
    expect(field('user').getAttribute('aria-invalid')).toBe('true');
  });

  it('forgets the host only after it has been named and confirmed', async () => {
    await answer(aProxmoxHost());
    await press('Forget');
    expect(textOf(page.querySelector('[role=alert]'))).toContain('Forget pve.lan and its token?');
    await press('Forget pve.lan');
    http.expectOne({ method: 'DELETE', url: '/api/settings/proxmox' }).flush({ configured: false, existed: true });
    await settled(fixture);
    await answer(noProxmoxHost());
    expect(textOf(page)).toContain('Connect Proxmox');
  });

  it('looks again when the host is told to be out of reach', async () => {
    await answer(aProxmoxHost());
    sources.current.tell('system.proxmox_unreachable', {});
    await answer(aProxmoxHost({ status: aProxmoxStatus({ ok: false, error: 'No answer.' }) }));
    expect(textOf(page.querySelector('h0-note'))).toBe('No answer.');
  });

  it('tells when its settings cannot be read, and reads them again on request', async () => {
    http.expectOne('/api/settings/proxmox').flush({}, { status: 500, statusText: 'Error' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('system.http_500');
    await press('Load the Proxmox host again');
    await answer(aProxmoxHost());
    expect(page.querySelector('table')).not.toBeNull();
  });
});
