const PLAIN = /^[\w./:@%+,=-]+$/;

/** A word that a shell passes on as it is. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
