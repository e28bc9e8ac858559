const MAY_BE_TOML = /^[[{'"+\-\d]|^(?:inf|nan)$/;

/**
 * The value a word on the command line means: TOML or JSON when it is some (`8192`, `true`, `['a']`), else the word
 * itself. `null` stands for no value.
 */
export async function plainValue(word: string): Promise<unknown> {
  try {
    return JSON.parse(word) as unknown;
  } catch {
    return MAY_BE_TOML.test(word) ? tomlValue(word) : word;
  }
}

async function tomlValue(word: string): Promise<unknown> {
  const { parseToml } = await import('@hal0/platform');
  try {
    const { value } = parseToml(`value = ${word}`, 'the command line');
    // No setting is a date; whoever writes one means its text.
    return value instanceof Date ? word : value;
  } catch {
    return word;
  }
}
