import type { ModelDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { architectureWords } from '../../models/architecture-words.js';
import { chatWords } from '../../models/chat-words.js';
import { modelPath } from '../../models/model-path.js';
import { modelState } from '../../models/model-state.js';
import { optionName } from '../../terminal/field-names.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, none } from '../../terminal/units.js';

export function defineModelShow(model: Command, context: CommandContext): void {
  const { print } = context;
  const show = model
    .command('show')
    .description('one model in full')
    .argument('<model>', 'its id')
    .action(async (id: string) => {
      const one = await context.ask<ModelDto>(modelPath(id));
      context.show(one, () =>
        print.facts([
          ['model', `${print.bold(one.id)} (${one.type}${one.toy ? ', a toy' : ''})`],
          ['name', one.name === one.id ? null : one.name],
          ['state', `${modelState(print, one.state)}${one.checkedAt ? print.dim(`, seen ${one.checkedAt}`) : ''}`],
          ['used by', one.usedBy.join(', ') || 'no slot'],
          ...one.files.map(
            ({ role, path, sizeBytes }, index) => [index ? '' : 'files', fileText(role, path, sizeBytes)] as const,
          ),
          ['checkpoint', one.checkpoint],
          ['size', one.path === null ? null : bytes(one.sizeBytes)],
          ['sha256', one.files[0]?.sha256 ?? null],
          ['from', one.source && sourceText(one.source)],
          ['recipe', one.recipe],
          ['architecture', architectureWords(one.architecture, one.facts)],
          ['context', one.contextLength === null ? none : `${one.contextLength} tokens`],
          ['chat', one.facts && one.type === 'llm' ? chatWords(one.facts) : null],
          ['labels', one.labels.join(', ') || null],
          ['defaults', defaultsText(one.defaults)],
          ['license', one.license ?? none],
          ['added', one.createdAt],
        ]),
      );
    });
  examples(show, ['hal0 model show hal0-demo-chat']);
}

const fileText = (role: string, path: string, sizeBytes: number): string =>
  role === 'main' ? path : `${path} (${role.replaceAll('_', ' ')}, ${bytes(sizeBytes)})`;

function sourceText({ kind, repository, revision, url, catalogueId }: NonNullable<ModelDto['source']>): string {
  const place = repository ?? url;
  const commit = revision && `commit ${revision.slice(0, 12)}`;
  return [kind, place, commit, catalogueId && `${catalogueId} of the catalogue`].filter(Boolean).join(', ');
}

function defaultsText(defaults: ModelDto['defaults']): string | null {
  return (
    Object.entries(defaults)
      .map(([field, value]) => `${optionName(field)}=${String(value)}`)
      .join(', ') || null
  );
}
