import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readRunFile } from '../api/run-file.js';
import type { LocalHal0 } from '../local/local-hal0.js';

/** The port of the API is free, or taken by hal0 itself. */
export class ApiPortCheck extends DoctorCheck {
  readonly id = 'api.port';

  constructor(private readonly local: LocalHal0) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const running = await readRunFile(this.local.roots.apiRunFile);
    if (running?.isAlive) return { severity: 'ok', message: `hal0 listens at ${running.url}` };
    const address = this.address();
    if (!address) return { severity: 'ok', message: 'Not looked at: the configuration does not tell the port' };
    const { host, port } = address;
    const trouble = await listeningFails(host, port);
    if (!trouble) return { severity: 'ok', message: `Port ${port} on ${host} is free` };
    if (trouble === 'EADDRINUSE') {
      return {
        severity: 'error',
        message: `Port ${port} on ${host} is taken by another program`,
        remedy: `Find it with "ss -ltnp sport = :${port}", or choose another: hal0 config set api.port ${port + 1}`,
      };
    }
    return {
      severity: 'error',
      message: `hal0 could not listen at ${host}:${port} (${trouble})`,
      remedy: 'Choose an address of this machine: hal0 config set api.host 127.0.0.1',
    };
  }

  /** Undefined when the configuration is broken, which is what config.valid reports. */
  private address(): { host: string; port: number } | undefined {
    try {
      return this.local.config().settings.api;
    } catch {
      return undefined;
    }
  }
}

/** The error code of an attempt to listen; undefined when it works. */
async function listeningFails(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  } finally {
    server.close();
  }
}
