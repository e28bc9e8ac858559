/** What a client can do about a fault of its own. */
export interface ClientFault {
  code: string;
  /** The field that is wrong; null when that is not told. */
  param: string | null;
  message: string;
}

/** `Field 'stop': …` of llama-server; the field is the client's own word for it. */
const FIELD = /^Field '([\w.]+)': (.*)$/s;
/** The name of a parser's exception. What follows is in the parser's own words. */
const PARSER = /\[json\.exception\.(\w+?)_error\.\d+\]\s*/;
/** llama-server's words for an embedding or ranking of too many tokens, which it takes for a fault of its own. */
const TOO_LONG = /^input \(\d+ tokens\) is too large to process/;

/** What model servers take for faults of their own, or tell no field of. Seen with llama-server b11669 and lemond 2026.39. */
const MISTAKEN: readonly (readonly [RegExp, string, string])[] = [
  [/^Failed to parse tools: (.*)/s, 'tools', 'The tools are not as they should be'],
  [/^Failed to parse messages: (.*)/s, 'messages', 'The messages are not as they should be'],
  [/^vector::_M_default_append()/, 'top_n', '"top_n" is out of range'],
  [/^Unsupported audio format requested()/, 'response_format', 'The model server does not write this format'],
  [/^(?:image|audio|video) input is not supported()/, 'messages', 'The model reads text alone'],
  [/^All non-assistant messages must contain 'content'()/, 'messages', 'A message has no "content"'],
  [
    /^Assistant message must contain either()/,
    'messages',
    'A message of the assistant has no "content" and no "tool_calls"',
  ],
  [
    /^(?:Expected 'content' to be a string|unsupported content\[\]\.type)()/,
    'messages',
    'The content of a message must be a string, or a list of parts that the model reads',
  ],
  [
    /^Invalid tool_choice: (.*)/s,
    'tool_choice',
    '"tool_choice" must be "auto", "none", "required" or one of the tools, not',
  ],
  [
    /^response_format type must be one of .*but got: (.*)/s,
    'response_format',
    'There is no "response_format" of the type',
  ],
  [/^top_logprobs requires logprobs()/, 'top_logprobs', '"top_logprobs" needs "logprobs"'],
];

/**
 * The client's fault that a model server's words tell of, whatever status they came with; undefined when they tell of none.
 */
export function findClientFault(message: string): ClientFault | undefined {
  if (TOO_LONG.test(message)) return { code: 'context_length_exceeded', param: null, message };
  for (const [pattern, param, what] of MISTAKEN) {
    const [, detail] = pattern.exec(message) ?? [];
    if (detail !== undefined)
      return rejected(param, detail ? `${what}: ${firstOf(withoutParser(detail))}` : `${what}.`);
  }
  const [, field, wrong = ''] = FIELD.exec(message) ?? [];
  if (field !== undefined) return rejected(field, `"${field}": ${withoutParser(wrong)}.`);
  if (message.startsWith('[json.exception.parse_error')) {
    return { code: 'request.invalid_json', param: null, message: 'The model server cannot read the body as JSON.' };
  }
  if (PARSER.test(message)) return rejected(null, `A field is of the wrong kind: ${withoutParser(message)}.`);
  return undefined;
}

function rejected(param: string | null, message: string): ClientFault {
  return { code: 'dispatch.upstream_rejected', param, message };
}

function withoutParser(message: string): string {
  return message.replace(PARSER, '');
}

/** llama-server says the whole of what it was sent once more behind a semicolon. */
function firstOf(detail: string): string {
  return `${detail.split('; ', 1)[0] ?? detail}.`;
}
