import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './options.mjs';

const NATIVE = join(import.meta.dirname, '../native');
/** Where distributions put daemons that are not on everybody's PATH. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/sbin:/sbin';

/** Finds what the bench itself needs. @throws SetupError that names the packages to install */
export function findTools() {
  process.env.PATH = `${process.env.PATH}:${SYSTEM_PATH}`;
  const compiler = process.env.CC ?? 'cc';
  const missing = [
    ...(runs('nginx', '-v') ? [] : [['nginx', 'nginx-light']]),
    ...(runs(compiler, '--version') ? [] : [[`a C compiler (${compiler})`, 'gcc libc6-dev']]),
  ];
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(' and ');
    const packages = missing.map(([, name]) => name).join(' ');
    throw new SetupError(
      `The bench needs ${names}. On Debian and Ubuntu:\n\n  sudo apt-get update && sudo apt-get install -y ${packages}`,
    );
  }
  return { compiler, taskset: runs('taskset', '--version') };
}

/** Compiles the mock and the driver into `folder`. */
export function compileNative(compiler, folder) {
  const compile = (name) => {
    const program = join(folder, name);
    execFileSync(compiler, ['-O2', '-o', program, join(NATIVE, `${name}.c`)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return program;
  };
  return { mock: compile('mock'), load: compile('load') };
}

/** The Node that hal0 is run with: this one, or the one the checkout brings when this one is too old. */
export function findNode(checkout) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const own = join(checkout, `installer/runtime/node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(own)) return own;
  throw new SetupError(
    `hal0 needs Node 24 and this is ${process.version}. Run ./hal0 up in ${checkout} once; it brings one.`,
  );
}

/** The processors this process may use, from the kernel's `0-3,8` notation. */
export function parseCpuList(text) {
  return text.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

export const allowedCpus = () =>
  parseCpuList(/^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0');

const runs = (command, flag) => spawnSync(command, [flag], { stdio: 'ignore' }).status === 0;
