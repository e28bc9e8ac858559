import type { Command } from 'commander';
import { accessSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RefusedError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import { examples, remark } from '../terminal/help-text.js';
import { portNumber } from '../terminal/option-values.js';

/** How the API is started, from its package.json. */
interface Launch {
  /** Relative to its package. */
  entry: string;
  nodeOptions: string[];
  environment: Record<string, string>;
}

interface ServeOptions {
  host?: string;
  port?: number;
}

/** The API's package lies beside this one, in a clone and where hal0 is installed. */
const API = new URL('../../../api/', import.meta.url);

export function defineServe(serve: Command, { terminal }: CommandContext): void {
  serve
    .option('--host <address>', 'address to listen at (HAL0_BIND_HOST, [api].host)')
    .option('--port <number>', 'port to listen at, 0 for any (HAL0_PORT, [api].port)', portNumber)
    .action(({ host, port }: ServeOptions) => {
      const launch = readLaunch();
      const environment = { ...terminal.environment, ...launch.environment };
      if (host !== undefined) environment['HAL0_BIND_HOST'] = host;
      if (port !== undefined) environment['HAL0_PORT'] = String(port);
      // The same process goes on as the API: a service manager sees one process, and signals need no relay.
      terminal.become(
        process.execPath,
        [...launch.nodeOptions, fileURLToPath(new URL(launch.entry, API))],
        environment,
      );
    });
  remark(
    serve,
    'Runs until a signal ends it. An installed hal0 is run by systemd: systemctl start hal0-api.\n' +
      'The status is 69 when the port is taken and 78 when the configuration is broken.',
  );
  examples(serve, ['hal0 serve', 'hal0 serve --host 0.0.0.0 --port 8090']);
}

/** @throws RefusedError when hal0 has not been built */
function readLaunch(): Launch {
  try {
    const { config } = JSON.parse(readFileSync(new URL('package.json', API), 'utf8')) as { config: Launch };
    accessSync(new URL(config.entry, API));
    return config;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new RefusedError(
      'cli.not_built',
      `The API is not here (${fileURLToPath(API)}). In a clone, run: ./hal0 build`,
    );
  }
}
