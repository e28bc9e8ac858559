import { between, integer, required, rulesOf, type FieldRules } from '../intake/field-rule.js';

/** Limits of the fields that a model is asked with, which a model server here does not know. Source: OpenAI's API reference. */
export const RESPONSE: FieldRules = rulesOf({
  input: required({
    what: 'a string or a list of items, and not empty',
    fits: (value) => (typeof value === 'string' || Array.isArray(value)) && value.length > 0,
  }),
  max_output_tokens: integer(1),
  temperature: between(0, 2),
  top_p: between(0, 1),
});
