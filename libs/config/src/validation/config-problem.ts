/** One thing that is wrong, or worth a warning, in what a person configured. */
export interface ConfigProblem {
  /** Dotted path; empty when the file as a whole is meant. */
  path: string;
  /** Ends a sentence that begins with the path, without a full stop. */
  message: string;
  file?: string;
  /** From 1. */
  line?: number;
  column?: number;
  /** What to write instead. */
  suggestion?: string;
  /** Page and anchor below `docs/`. */
  documentation?: string;
}

/** `file:line:column: path message. Did you mean …? See …`, as a person reads it. */
export function describeProblem({
  path,
  message,
  file,
  line,
  column,
  suggestion,
  documentation,
}: ConfigProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [
    `${place ? `${place}: ` : ''}${path ? `${path} ` : ''}${message}.`,
    ...(suggestion ? [`Did you mean ${suggestion}?`] : []),
    ...(documentation ? [`See docs/${documentation}`] : []),
  ].join(' ');
}
