export const REDACTED = '***REDACTED***';

const PATTERNS: readonly [RegExp, string][] = [
  [/(authorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"',}]+/gi, `$1${REDACTED}`],
  [/(\bbearer\s+)(?!\*)[\w.~+/-]{8,}=*/gi, `$1${REDACTED}`],
  [
    /(\b[\w-]*(?:api[_-]?key|secret|token|password|passwd|private[_-]?key)["']?\s*[:=]\s*["']?)(?!\*)[^\s"',}&]+/gi,
    `$1${REDACTED}`,
  ],
  [/(:\/\/)(?!\*)[^\s/@"'<>?#]+@/g, `$1${REDACTED}@`],
  [/([?&]key=)(?!\*)[^\s"'&#]+/gi, `$1${REDACTED}`],
  [/\b(?:hf_|sk-|ghp_|github_pat_)[\w-]{8,}/g, REDACTED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, REDACTED],
];

/** `text` without credentials: headers, assignments, who asks in an address, and the well-known token shapes. */
export function redact(text: string): string {
  return PATTERNS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
