const SECOND = 'this key or table stands in the file already; keep one of the two';
const NO_NUMBER = 'the value begins like a number and is none; a text needs quotes, as in key = "value"';
const NO_DATE = 'the value begins like a date or a time and is none; a text needs quotes, as in key = "value"';
const NO_QUOTE = 'the closing quote of a text is missing';
const NO_KEY = 'a line must read key = value, or [section]';
const NO_ESCAPE = "a backslash in quotes means something; write \\\\ for one, or put the text into 'single quotes'";

/** The parser's words for a mistake, and what a person is told instead: what is wrong, and the cure. */
const REASONS: readonly [RegExp, string][] = [
  [/^trying to redefine/, SECOND],
  [
    /^invalid value/,
    'the value is not understood; a text needs quotes, as in key = "value", and a list its closing bracket',
  ],
  [/^illegal character in key/, `${NO_KEY}; a name of other characters needs quotes`],
  [/^(unexpected end of key|incomplete key-value|illegal empty bare key)/, NO_KEY],
  [/^(control characters are not allowed in strings|unfinished string)/, NO_QUOTE],
  [/^(unfinished (array|table)|expected comma or end)/, 'a comma or the closing bracket is missing'],
  [/^expected end of table array/, 'the closing brackets ]] are missing'],
  [
    /^each key-value declaration/,
    'something follows the value; each setting has its own line, and a comment begins with #',
  ],
  [/^illegal leading zero/, 'a number must not begin with zeros'],
  [/^integer value cannot/, 'the number is too large'],
  [/^(illegal character in numeric literal|unfinished numeric value|illegal underscore)/, NO_NUMBER],
  [/^invalid date/, NO_DATE],
  [/^(unrecognised escape|invalid escape|invalid unicode escape|invalid non-hex)/, NO_ESCAPE],
];

/** The parser's message in words that tell how to put it right. */
export function syntaxReason(message: string): string {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}
