import { parseTOML, type AST } from 'toml-eslint-parser';

/** A path in a file; the index of an element of `[[tables]]` is a number. */
export type SyntaxPath = readonly (string | number)[];

/** `key = value`, in a table's block or inside `{ … }`. */
export interface KeyValueSyntax {
  path: SyntaxPath;
  node: AST.TOMLKeyValue;
  /** The block it stands in; undefined above the first header. */
  block: AST.TOMLTable | undefined;
  /** The `{ … }` it stands in, when it does. */
  inline: AST.TOMLInlineTable | undefined;
}

export interface TomlSyntax {
  blocks: readonly AST.TOMLTable[];
  keyValues: readonly KeyValueSyntax[];
}

/** Where everything stands in a text that is valid TOML. Ranges count from the text's first character. */
export function tomlSyntax(text: string): TomlSyntax {
  // The parser knows no byte order mark; a space in its place leaves every range as it is.
  const { body } = parseTOML(text.replace(/^\ufeff/, ' '), { tomlVersion: 'latest' }).body[0];
  const blocks: AST.TOMLTable[] = [];
  const keyValues: KeyValueSyntax[] = [];
  const visit = (
    nodes: readonly AST.TOMLKeyValue[],
    prefix: SyntaxPath,
    block: AST.TOMLTable | undefined,
    inline: AST.TOMLInlineTable | undefined,
  ) => {
    for (const node of nodes) {
      const path = [...prefix, ...node.key.keys.map(keyText)];
      keyValues.push({ path, node, block, inline });
      if (node.value.type === 'TOMLInlineTable') visit(node.value.body, path, block, node.value);
    }
  };
  for (const node of body) {
    if (node.type === 'TOMLTable') {
      blocks.push(node);
      visit(node.body, node.resolvedKey, node, undefined);
    } else visit([node], [], undefined, undefined);
  }
  return { blocks, keyValues };
}

/** Whether a path is, or leads through, another one. */
export function beginsWith(path: SyntaxPath, beginning: SyntaxPath): boolean {
  return path.length >= beginning.length && beginning.every((part, index) => part === path[index]);
}

export function samePath(one: SyntaxPath, other: SyntaxPath): boolean {
  return one.length === other.length && beginsWith(one, other);
}

const keyText = (key: AST.TOMLBare | AST.TOMLQuoted): string => (key.type === 'TOMLBare' ? key.name : key.value);
