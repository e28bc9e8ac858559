import { InvalidBodyError } from '../gateway.errors.js';
import type { FieldRule } from '../intake/field-rule.js';
import { isObject } from '../intake/json-fields.js';

/** Templates of models pass over a role that they do not know, or take it for another. Source: OpenAI's API reference. */
const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);
const QUOTED = [...ROLES].map((role) => `"${String(role)}"`).join(', ');
/** Only what a model has said may be nothing, beside calls of tools. */
const SPEAKERS: ReadonlySet<unknown> = new Set(['system', 'developer', 'user']);

/** `messages` of a chat. Of each it is looked at who speaks, and not at what is said. */
export const messages: FieldRule = {
  what: 'a list of messages, and not an empty one',
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isMessage),
  faultWithin: (value) => {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const index = value.findIndex((message) => !isMessage(message));
    const at = `messages[${index}]`;
    const message: unknown = value[index];
    if (!isObject(message)) return new InvalidBodyError(`"${at}" must be an object.`, at);
    if (!ROLES.has(message.role)) return new InvalidBodyError(`"${at}.role" must be one of ${QUOTED}.`, `${at}.role`);
    return new InvalidBodyError(`"${at}.content" must be a string or a list of parts.`, `${at}.content`);
  },
};

function isMessage(value: unknown): boolean {
  return isObject(value) && ROLES.has(value.role) && (value.content !== null || !SPEAKERS.has(value.role));
}
