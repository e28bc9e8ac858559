import { REDACTED, redact } from './redact.js';

/** Names whose text is a credential, in any of the usual spellings: `apiKey`, `hf_token`, `Authorization`. */
const SECRET_NAME = /(?:api[_-]?key|private[_-]?key|secret|token|password|passwd|credential|authorization)$/i;

/** `value` as JSON without credentials, neither under telling names nor within texts. */
export function redactJson(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => {
    if (typeof part !== 'string') return part;
    return SECRET_NAME.test(name) ? REDACTED : redact(part);
  });
}
