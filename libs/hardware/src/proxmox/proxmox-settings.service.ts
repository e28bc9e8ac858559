import { AuditEvent, EventBus, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { HardwareReaders } from '../probe/hardware-readers.js';
import { detectProxmox } from './detect-proxmox.js';
import { ProxmoxChangedEvent } from './proxmox-changed.event.js';
import { ProxmoxConfigInvalidError, ProxmoxTokenRequiredError } from './proxmox.errors.js';
import { ProxmoxHost } from './proxmox-host.service.js';
import { settingsProblems, type ProxmoxSettings } from './proxmox-settings.js';
import type { ProxmoxRemovedDto, ProxmoxSettingsDto, ProxmoxTestDto, SaveProxmoxDto } from './proxmox-settings.dto.js';
import { ProxmoxSettingsStore } from './proxmox-settings.store.js';

/** How the Proxmox host is reached: shown, changed, tried. The token goes in and never comes out. */
@Injectable()
export class ProxmoxSettingsService {
  constructor(
    private readonly store: ProxmoxSettingsStore,
    private readonly host: ProxmoxHost,
    private readonly readers: HardwareReaders,
    private readonly events: EventBus,
  ) {}

  async view(): Promise<ProxmoxSettingsDto> {
    const settings = await this.store.read();
    const [status, detection] = await Promise.all([this.host.status(), detectProxmox(this.readers)]);
    return {
      configured: settings !== undefined,
      host: settings?.host ?? null,
      port: settings?.port ?? null,
      user: settings?.user ?? null,
      tokenName: settings?.tokenName ?? null,
      tokenValueSet: settings !== undefined,
      verifySsl: settings?.verifySsl ?? false,
      warnings: settings ? warningsOf(settings) : [],
      status,
      detection,
    };
  }

  /**
   * Stores settings, whether or not the host answers. Without a token the stored one stays, as long as it goes to the same
   * place, in the same name and as well protected; otherwise anybody could have it sent to himself.
   *
   * @throws ProxmoxConfigInvalidError, ProxmoxTokenRequiredError, ProxmoxWriteFailedError
   */
  async save(input: SaveProxmoxDto, actor: AuditActor = 'operator'): Promise<ProxmoxSettingsDto> {
    // Before anything of it is written down: a token in the wrong field must not reach the audit.
    refuseUnusable(input);
    await this.audited('proxmox.save', actor, withoutToken(input), async () => {
      const tokenValue = input.tokenValue || (await this.storedToken(input));
      await this.store.write({ ...input, tokenValue });
    });
    this.host.forget();
    this.events.publish(new ProxmoxChangedEvent('system.proxmox_save', input.host));
    return this.view();
  }

  /** @throws ProxmoxDeleteFailedError */
  async remove(actor: AuditActor = 'operator'): Promise<ProxmoxRemovedDto> {
    const existed = await this.audited('proxmox.remove', actor, {}, () => this.store.remove());
    this.host.forget();
    if (existed) this.events.publish(new ProxmoxChangedEvent('system.proxmox_remove', null));
    return { configured: false, existed };
  }

  /**
   * Asks the host once; a host that does not answer is a result, not an error.
   * @throws ProxmoxConfigInvalidError, ProxmoxTokenRequiredError
   */
  async test(input: SaveProxmoxDto): Promise<ProxmoxTestDto> {
    refuseUnusable(input);
    const { tokenValue } = input;
    if (!tokenValue) throw new ProxmoxTokenRequiredError('a trial never uses the stored one');
    const { status } = await this.host.attempt({ ...input, tokenValue });
    const { ok, error, node, nodeNote, hostMemTotalMib, tenantsTotal } = status;
    return { ok, error, node, nodeNote, hostMemTotalMib, tenantsTotal };
  }

  private async storedToken(input: SaveProxmoxDto): Promise<string> {
    const stored = await this.store.read();
    if (!stored) throw new ProxmoxTokenRequiredError('none is stored');
    const { host, port, user, tokenName, verifySsl } = stored;
    const same = host === input.host && port === input.port && user === input.user && tokenName === input.tokenName;
    if (!same) throw new ProxmoxTokenRequiredError('the stored one belongs to another host, user or token');
    if (verifySsl && !input.verifySsl) {
      throw new ProxmoxTokenRequiredError('the stored one was given for a host whose certificate is checked');
    }
    return stored.tokenValue;
  }

  private async audited<T>(
    action: string,
    actor: AuditActor,
    details: Record<string, unknown>,
    change: () => Promise<T>,
  ): Promise<T> {
    const tell = (outcome: 'ok' | 'failed', more: Record<string, unknown> = {}) =>
      this.events.publish(
        new AuditEvent({ action, target: 'proxmox', actor, outcome, details: { ...details, ...more } }),
      );
    try {
      const result = await change();
      tell('ok');
      return result;
    } catch (error) {
      tell('failed', { reason: (error as Error).message });
      throw error;
    }
  }
}

/** @throws ProxmoxConfigInvalidError */
function refuseUnusable(input: SaveProxmoxDto): void {
  const problems = settingsProblems(input);
  if (Object.keys(problems).length) throw new ProxmoxConfigInvalidError(problems);
}

function withoutToken({ host, port, verifySsl, user, tokenName }: SaveProxmoxDto): Record<string, unknown> {
  return { host, port, verifySsl, user, tokenName };
}

function warningsOf({ host, verifySsl }: ProxmoxSettings): string[] {
  if (verifySsl) return [];
  return [
    `The certificate of ${host} is not checked: whoever can pose as it in the network gets the token. ` +
      'Trust its certificate authority on this machine, and turn the check on.',
  ];
}
