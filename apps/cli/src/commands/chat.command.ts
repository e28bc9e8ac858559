import type { Command } from 'commander';
import { text as readAll } from 'node:stream/consumers';
import { completeAnswer, streamAnswer, type ChatMessage } from '../chat/chat-answer.js';
import { converse } from '../chat/conversation.js';
import { UsageError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import { examples } from '../terminal/help-text.js';

interface ChatOptions {
  slot?: string;
  model?: string;
  system?: string;
}

export function defineChat(chat: Command, context: CommandContext): void {
  chat
    .argument('[message...]', 'the question; without one, stdin is read, or a conversation starts')
    .option('-s, --slot <slot>', 'the slot that answers; by default the default one')
    .option('-m, --model <model>', 'the model that answers')
    .option('--system <text>', 'how to answer')
    .action(async (words: string[], { slot, model, system }: ChatOptions) => {
      if (slot !== undefined && model !== undefined) throw new UsageError('Name either a slot or a model, not both.');
      const target = slot ?? model;
      const question = words.length ? words.join(' ') : await pipedText(context);
      if (question === undefined) {
        if (context.wantsJson) throw new UsageError('--json needs a message, on the command line or on stdin.');
        return context.withApi((api) => converse(context, api, { model: target, system }));
      }
      const messages: ChatMessage[] = [
        ...(system ? [{ role: 'system' as const, content: system }] : []),
        { role: 'user', content: question },
      ];
      await context.withApi((api) =>
        context.interruptible('Stopped.', async (signal) => {
          if (context.wantsJson)
            return context.print.json(await completeAnswer(api, { model: target, messages }, signal));
          await streamAnswer(api, context.print, { model: target, messages }, { text: '' }, signal);
        }),
      );
    });
  examples(chat, [
    'hal0 chat "Why is the sky blue?"',
    'hal0 chat --slot primary --system "Answer in one sentence." "What is a halo?"',
    'git diff | hal0 chat --system "Summarise this change."',
    'hal0 chat   # a conversation, when at a terminal',
  ]);
}

/** What was piped in; undefined at a terminal. */
async function pipedText({ terminal }: CommandContext): Promise<string | undefined> {
  if (terminal.stdin.isTTY) return undefined;
  const text = (await readAll(terminal.stdin)).trim();
  if (!text) throw new UsageError('There is no message: give one on the command line or on stdin.');
  return text;
}
