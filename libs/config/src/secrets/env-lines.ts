const BLANK_OR_COMMENT = /^\s*(?:[#;].*)?$/;
const ASSIGNMENT =
  /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\\][^"'\\]*)?\s*$/;
const QUOTED_THEN_COMMENT = /^(.*["'])\s+#.*$/;

/**
 * Number, from 1, of the first line that means something else, or more, than one plain `NAME=value`: a value over several
 * lines, text after a closing quote, a backslash outside of quotes. Written anew, the file would lose it. Undefined when
 * there is none.
 */
export function firstUnclearLine(text: string): number | undefined {
  const index = text.split(/\r?\n/).findIndex((line) => ![line, line.replace(QUOTED_THEN_COMMENT, '$1')].some(isClear));
  return index < 0 ? undefined : index + 1;
}

const isClear = (line: string) => BLANK_OR_COMMENT.test(line) || ASSIGNMENT.test(line);
