import { REDACTED, redact } from './redact.js';

/** In any of the usual spellings: `apiKey`, `hf_token`, `Authorization`, `KEY`. Source: reference, operations 9.4. */
const SECRET_NAME = /(?:secret|token|password|passwd|pass|salt|credentials?|authorization|(?:^|[_-])key|[a-z]Key)$/;

/** Whether one is asked for: `require_key`. */
const ASKS_FOR_ONE = /^requires?[_-]/;

const NONE: ReadonlySet<string> = new Set();

/** Whether text under this name is a credential. A name that says where one is kept, `api_key_env`, is none. */
export function isSecretName(name: string): boolean {
  if (ASKS_FOR_ONE.test(name)) return false;
  return SECRET_NAME.test(name) || SECRET_NAME.test(name.toLowerCase());
}

/**
 * `value` as JSON without credentials, neither under telling names nor within texts.
 * @param harmless telling names under which no credential stands here
 */
export function redactJson(value: unknown, harmless: ReadonlySet<string> = NONE): string {
  return JSON.stringify(value, (name, part: unknown) => {
    if (typeof part !== 'string') return part;
    return isSecretName(name) && !harmless.has(name) ? REDACTED : redact(part);
  });
}
