import { resolve } from 'node:path';

/** Beginnings of system calls that change what is at a path, whatever they are asked. */
const CHANGING = [
  ...['mkdir', 'rmdir', 'unlink', 'rename', 'link', 'symlink', 'mknod', 'chmod', 'fchmodat', 'chown', 'lchown'],
  ...['fchownat', 'truncate', 'creat', 'utime', 'setxattr', 'removexattr'],
].join('|');
const CHANGES = new RegExp(`^(?:${CHANGING})`);
/**
 * Has strace trace all calls that may change a file, and no others: Node.js looks at thousands of paths before it runs anything.
 * With `--seccomp-bpf` the calls that are not traced cost nothing.
 */
export const TRACE_CHANGES = ['--seccomp-bpf', '-f', '-e', `trace=/^(open|${CHANGING})`];
const CALL = /^\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)/;
const TEXT = /"((?:[^"\\]|\\.)*)"/g;
/** The folder that a relative path starts from, as `strace -y` shows it. */
const BASE = /(?:AT_FDCWD|\d+)<([^>]*)>/g;

/** Absolute paths that a traced process tree created, changed, renamed or removed, of `strace -y` with {@link TRACE_CHANGES}. */
export function writtenPaths(trace: string): string[] {
  const found = joinResumed(trace).flatMap((line) => {
    const [, call, words, status] = CALL.exec(line) ?? [];
    if (call === undefined || words === undefined || Number(status) < 0) return [];
    const writes = call.startsWith('open') ? /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(words) : CHANGES.test(call);
    if (!writes) return [];
    const paths = pathsOf(words);
    // A link's first word is what it points to.
    return /^(sym)?link/.test(call) ? paths.slice(-1) : paths;
  });
  return [...new Set(found)].sort();
}

function pathsOf(words: string): string[] {
  const bases = [...words.matchAll(BASE)].map(([, base]) => base as string);
  return [...words.matchAll(TEXT)].map(([, path], index) => resolve(bases[index] ?? bases[0] ?? '/', path as string));
}

/** A call that another thread's interrupted stands on two lines. */
function joinResumed(trace: string): string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    if (line.endsWith('<unfinished ...>')) {
      begun.set(pid, line.slice(0, -'<unfinished ...>'.length));
      return [];
    }
    const [, rest] = /^\d+\s+<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    return rest === undefined ? [line] : [(begun.get(pid) ?? '') + rest];
  });
}
