import type { ModelInspectionDto } from '@hal0/registry';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { CommandContext } from '../../command-context.js';
import { architectureWords } from '../../models/architecture-words.js';
import { chatWords } from '../../models/chat-words.js';
import { fitWord } from '../../models/fit-word.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, mebibytes, none } from '../../terminal/units.js';

export function defineModelInspect(model: Command, context: CommandContext): void {
  const { print } = context;
  const inspect = model
    .command('inspect')
    .description('look at a model before it is downloaded: what it is, its variants, and which of them fit this box')
    .argument('<source>', 'a repository of the hub, owner/name or owner/name:variant, an address, or a file')
    .action(async (word: string) => {
      const source = /^\.{1,2}\//.test(word) ? resolve(word) : word;
      const options = { method: 'POST', body: { source }, waiting: 'asking the hub' } as const;
      const found = await context.ask<ModelInspectionDto>('api/models/inspect', options);
      context.show(found, () => {
        printAbout(context, found, source);
        printVariants(context, found);
        if (found.problem) print.note(`${found.problem.code}: ${found.problem.message}`);
        const next = nextStep(found, source);
        if (next) print.note(print.dim(`Next: ${next}`));
      });
    });
  examples(inspect, [
    'hal0 model inspect unsloth/Qwen3.5-0.8B-GGUF',
    'hal0 model inspect ./tiny.gguf',
    'hal0 model inspect unsloth/Qwen3.5-0.8B-GGUF --json | jq \'.variants[] | select(.fits == "yes").name\'',
  ]);
}

function printAbout({ print }: CommandContext, found: ModelInspectionDto, source: string): void {
  const { repository, revision, url, suggested, facts, mmproj, installed } = found;
  print.facts([
    ['model', `${print.bold(suggested.name)} (${suggested.type ?? 'its file does not tell what it is for'})`],
    ['from', [repository ?? url ?? source, revision && `commit ${revision.slice(0, 12)}`].filter(Boolean).join(', ')],
    ['license', found.license ?? none],
    ['access', found.gated ? 'its owner has to let you in, and hal0 needs your token: hal0 secret set HF_TOKEN' : null],
    ['architecture', facts && architectureWords(facts.architecture, facts)],
    ['context', facts?.contextLength ? `${facts.contextLength} tokens` : null],
    ['chat', facts && suggested.type === 'llm' ? chatWords(facts) : null],
    ['pictures', mmproj[0] ? `${mmproj[0].path}, ${bytes(mmproj[0].sizeBytes)}, comes with it` : null],
    ['labels', suggested.labels.join(', ') || null],
    ['here', installed.join(', ') || null],
  ]);
}

function printVariants({ print }: CommandContext, { variants }: ModelInspectionDto): void {
  if (variants.length === 0) return;
  print.line();
  print.table(
    ['VARIANT', 'SIZE', 'THIS BOX', 'MEMORY', 'CONTEXT HERE', ''],
    variants.map((one) => [
      one.recommended ? print.bold(one.name) : one.name,
      bytes(one.sizeBytes),
      fitWord(print, one.fits),
      mebibytes(one.needMib),
      one.largestContext === null ? none : String(one.largestContext),
      print.dim(
        [one.recommended ? 'recommended' : null, one.sharded ? `${one.files.length} files` : null]
          .filter(Boolean)
          .join(', '),
      ),
    ]),
  );
}

function nextStep({ repository, url, catalogueId, variants }: ModelInspectionDto, source: string): string | undefined {
  const chosen = variants.find(({ recommended }) => recommended);
  if (catalogueId) return `hal0 model pull ${catalogueId}`;
  if (repository) return chosen && `hal0 model pull ${repository}:${chosen.name}`;
  return `hal0 model ${url ? 'pull' : 'add'} ${source}`;
}
