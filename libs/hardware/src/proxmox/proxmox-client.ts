import { AddressRefusedError, Clock, guardedLookup } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { Client } from 'undici';
import { addressProblem, originOf } from './proxmox-address.js';
import { failureText } from './proxmox-failure.js';
import { parseResources, type ProxmoxResources } from './proxmox-resources.js';
import type { ProxmoxSettings } from './proxmox-settings.js';

const TIMEOUT_MS = 3_000;
/** Some ten thousand tenants. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const RESOURCES = '/api2/json/cluster/resources';

export type ProxmoxAnswer = { ok: true; resources: ProxmoxResources } | { ok: false; error: string };

/** Asks a Proxmox host what it has. One connection per question: there is one in half a minute. */
@Injectable()
export class ProxmoxClient {
  constructor(private readonly clock: Clock) {}

  /**
   * Nodes and tenants of the cluster, or why there is no answer, at the latest after three seconds. Never rejects. What the host
   * sends is never repeated in an error: it could be an echo of the token.
   */
  async resources(settings: ProxmoxSettings): Promise<ProxmoxAnswer> {
    const deadline = new AbortController();
    const cancel = this.clock.schedule(() => deadline.abort(), TIMEOUT_MS);
    try {
      const { status, text } = await ask(settings, deadline.signal);
      const resources = status === 200 ? parseResources(text) : undefined;
      return resources ? { ok: true, resources } : { ok: false, error: failureText(settings, { status }) };
    } catch (error) {
      const failure = deadline.signal.aborted ? { timedOut: true } : { code: (error as NodeJS.ErrnoException).code };
      return { ok: false, error: failureText(settings, failure) };
    } finally {
      cancel();
    }
  }
}

async function ask(settings: ProxmoxSettings, signal: AbortSignal): Promise<{ status: number; text: string }> {
  const { host, port, verifySsl, user, tokenName, tokenValue } = settings;
  const problem = addressProblem(host);
  if (problem) throw new AddressRefusedError(problem);
  const client = new Client(originOf(host, port), {
    connect: { rejectUnauthorized: verifySsl, lookup: guardedLookup },
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  try {
    const headers = { authorization: `PVEAPIToken=${user}!${tokenName}=${tokenValue}`, accept: 'application/json' };
    const { statusCode, body } = await client.request({ method: 'GET', path: RESOURCES, headers, signal });
    return { status: statusCode, text: await body.text() };
  } finally {
    await client.destroy();
  }
}
