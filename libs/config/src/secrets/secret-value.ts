import { SecretValueInvalidError } from './secrets.errors.js';

const LONGEST = 8_192;
/** Control and format characters, lone surrogates, line and paragraph separators: a line break would inject a variable. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** @throws SecretValueInvalidError, which never tells the value */
export function checkSecretValue(name: string, value: string): void {
  if (value === '') throw new SecretValueInvalidError(name, 'is empty. Delete the secret instead');
  if (value.length > LONGEST) {
    throw new SecretValueInvalidError(name, `has ${value.length} characters, and at most ${LONGEST} are allowed`);
  }
  if (UNPRINTABLE.test(value)) {
    throw new SecretValueInvalidError(
      name,
      'has a line break or another character that cannot be printed. Send one line of text',
    );
  }
}
