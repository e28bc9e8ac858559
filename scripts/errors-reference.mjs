// docs/errors.md from the error classes: node scripts/errors-reference.mjs [--check]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const CLONE = join(import.meta.dirname, '..');
const PAGE = join(CLONE, 'docs/errors.md');
const INTRODUCTION = `# Errors

Every error looks like this, on \`/v1\` with OpenAI's \`type\` and \`param\` beside it:

\`\`\`json
{ "error": { "code": "slot.no_model", "message": "Slot embed has no model. Choose one for it first.", "details": { "slot": "embed" } } }
\`\`\`

A code never changes once it has shipped; messages may. Errors of the web server itself are \`system.http_<status>\`, faults of hal0's own
\`system.internal\`. What the model server itself refuses keeps its status as \`dispatch.upstream_rejected\`, or as
\`context_length_exceeded\`, which clients act on; what it fails at is 502
\`dispatch.upstream_failed\`, or \`dispatch.upstream_overloaded\` with the 503 or 529 of a provider that has too much to do. This page is made from the classes by \`node scripts/errors-reference.mjs\`.

| code | status | what it means | class |
| --- | ---: | --- | --- |
`;

/** One row per class with a fixed code, in the order of the codes. */
function errorRows() {
  const folder = join(CLONE, 'libs');
  const files = readdirSync(folder, { recursive: true }).filter(
    (name) => /^[^/]+\/src\/.*\.errors\.ts$/.test(name) && !name.includes('node_modules'),
  );
  return files
    .flatMap((name) => rowsOf(join(folder, name), name.split('/')[0]))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function rowsOf(path, library) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
    const value = (name) => {
      const property = declaration.members.find(
        (member) => ts.isPropertyDeclaration(member) && member.name.getText() === name,
      );
      return property?.initializer?.getText().replaceAll("'", '');
    };
    const code = value('code');
    if (!code || !/^[a-z_]+(\.[a-z_]+)*$/.test(code)) return [];
    const comment = ts.getJSDocCommentsAndTags(declaration).find(ts.isJSDoc)?.comment;
    if (typeof comment !== 'string') throw new Error(`${path}: ${declaration.name.text} does not say what it means.`);
    const meaning = comment.replaceAll(/\s*\n\s*/g, ' ').replace(/ Source: .*$/, '');
    return [{ code, status: value('httpStatus') ?? '', meaning, name: `\`${declaration.name.text}\` of ${library}` }];
  });
}

const page =
  INTRODUCTION +
  errorRows()
    .map((row) => `| \`${row.code}\` | ${row.status} | ${row.meaning} | ${row.name} |\n`)
    .join('');
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/errors.md does not tell what the error classes say. Run: node scripts/errors-reference.mjs');
  process.exitCode = 1;
}
