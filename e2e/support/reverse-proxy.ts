import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLONE } from './hal0-process.js';

const GUIDE = join(CLONE, 'docs/operate/reverse-proxy.md');
const SYSTEM_PATH = `${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin`;
export const NAME = 'hal0.example.org';
const START_LIMIT_MS = 15_000;

/** What a proxy needs around the recipe of the guide so that it runs without root and beside others. */
interface Recipe {
  /** First line of the recipe in the guide. */
  file: string;
  command: (configuration: string, folder: string) => string[];
  /** Ports and certificates of the test in place of the guide's. */
  adapt: (recipe: string, folder: string, port: number) => string;
}

const RECIPES: Record<string, Recipe> = {
  nginx: {
    file: '/etc/nginx/conf.d/hal0.conf',
    command: (configuration, folder) => ['nginx', '-e', 'stderr', '-p', `${folder}/`, '-c', configuration],
    adapt: (recipe, folder, port) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${name};`,
      );
      const own = recipe.replace('listen 443 ', `listen 127.0.0.1:${port} `).replaceAll('/etc/ssl/', `${folder}/`);
      return `daemon off; pid nginx.pid; error_log stderr; events {} http { access_log off; ${temporary.join(' ')}\n${own}}\n`;
    },
  },
  haproxy: {
    file: '/etc/haproxy/haproxy.cfg',
    command: (configuration) => ['haproxy', '-db', '-f', configuration],
    adapt: (recipe, folder, port) =>
      recipe.replace('bind :443 ', `bind 127.0.0.1:${port} `).replaceAll('/etc/ssl/', `${folder}/`),
  },
  caddy: {
    file: '/etc/caddy/Caddyfile',
    command: (configuration) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', configuration],
    adapt: (recipe, folder, port) => {
      const options = `admin off\n local_certs\n skip_install_trust\n auto_https disable_redirects\n https_port ${port}`;
      return `{\n ${options}\n default_bind 127.0.0.1\n storage file_system ${folder}/storage\n}\n${recipe}`;
    },
  },
};

export const PROXIES = Object.keys(RECIPES);

/** @throws Error that names the packages to install */
export function requireProxies(): void {
  const missing = [...PROXIES, 'openssl'].filter(
    (program) => spawnSync('which', [program], { env: { PATH: SYSTEM_PATH } }).status !== 0,
  );
  if (missing.length === 0) return;
  throw new Error(
    `These tests need ${missing.join(', ')}. On Debian and Ubuntu: sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`,
  );
}

/** The recipe of docs/operate/reverse-proxy.md that begins with the name of its file. */
function recipeOf(file: string): string {
  const fence = new RegExp(`^\`\`\`\\w+\\n# ${file.replaceAll('.', '\\.')}\\n([^]*?)^\`\`\`$`, 'm');
  const [, recipe] = fence.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  if (!recipe) throw new Error(`The guide has no recipe for ${file}.`);
  return recipe;
}

/** A real reverse proxy with the guide's configuration, in front of the hal0 at `upstream` (host and port). */
export class ReverseProxy {
  port = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'hal0-proxy-'));
  private child: ChildProcess | undefined;
  private output = '';

  constructor(
    private readonly name: string,
    private readonly upstream: string,
  ) {}

  async start(): Promise<void> {
    const { file, adapt, command } = RECIPES[this.name] as Recipe;
    this.port = await freePort();
    this.makeCertificate();
    const configuration = join(this.folder, 'configuration');
    const recipe = recipeOf(file).replaceAll('127.0.0.1:8080', this.upstream);
    writeFileSync(configuration, adapt(recipe, this.folder, this.port));
    const [program = '', ...args] = command(configuration, this.folder);
    const home = join(this.folder, 'home');
    mkdirSync(home);
    this.child = spawn(program, args, { cwd: this.folder, env: { PATH: SYSTEM_PATH, HOME: home } });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.output += text.toString()));
    }
    await this.untilReady();
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await exited;
      clearTimeout(impatient);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Not sent yet. What is tested is the way of the bytes, so the certificate is taken as it is. */
  ask(method: string, path: string, headers: Record<string, string> = {}): ClientRequest {
    const options: RequestOptions = { host: '127.0.0.1', port: this.port, servername: NAME, rejectUnauthorized: false };
    const own = { host: `${NAME}:${this.port}`, 'content-type': 'application/json', ...headers };
    return request({ ...options, method, path, headers: own, agent: false });
  }

  async answer(method: string, path: string, body?: string, headers?: Record<string, string>) {
    const sent = this.ask(method, path, headers).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of response) text += String(piece);
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  }

  private makeCertificate(): void {
    const [key, certificate] = ['key', 'crt'].map((ending) => join(this.folder, `${NAME}.${ending}`)) as [
      string,
      string,
    ];
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-days', '2'];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', certificate, ...subject],
    ]);
    if (made.status !== 0) throw new Error(`openssl made no certificate: ${String(made.stderr)}`);
    writeFileSync(join(this.folder, `${NAME}.pem`), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  }

  /** Caddy takes connections before it has a certificate, so it is asked a whole request. */
  private async untilReady(): Promise<void> {
    const deadline = performance.now() + START_LIMIT_MS;
    while (performance.now() < deadline && this.child?.exitCode === null) {
      const status = await this.answer('GET', '/api/health').then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} did not pass a request on:\n${this.output}`);
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
