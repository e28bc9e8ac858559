import { between, integer, required, rulesOf, type FieldRule, type FieldRules } from '../intake/field-rule.js';
import { isTexts } from '../intake/body-fields.js';

/** Limits that Anthropic's fields have, and a model server here does not know. Source: its API reference. */
const ASKED: Readonly<Record<string, FieldRule>> = {
  temperature: between(0, 1),
  top_p: between(0, 1),
  top_k: integer(0),
  stop_sequences: {
    what: 'a list of strings, each with more than white space in it',
    fits: (value) => isTexts(value) && value.every((stop) => stop.trim() !== ''),
  },
};

/** Of a request whose tokens are counted. */
export const COUNTED: FieldRules = rulesOf(ASKED);

/** Of a request that is answered. */
export const ANSWERED: FieldRules = rulesOf({ max_tokens: required(integer(0)), ...ASKED });
