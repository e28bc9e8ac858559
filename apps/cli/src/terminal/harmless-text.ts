/** What the printer's own colours look like, after the escape character. */
const COLOUR = /^\[[\d;]*m/;

/**
 * `text` without characters that would move the cursor or command the terminal: names of models come from providers, ids of
 * requests from clients. Line breaks, tabs and colours stay.
 */
export function harmless(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character, at: number) => {
    if (character === '\n' || character === '\t' || text.startsWith('\r\n', at)) return character;
    return character === '\u001b' && COLOUR.test(text.slice(at + 1, at + 16)) ? character : '\ufffd';
  });
}
