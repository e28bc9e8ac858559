import { createInterface } from 'node:readline';
import type { ApiClient } from '../api/api-client.js';
import { CliError, InterruptedError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import { streamAnswer, type ChatMessage } from './chat-answer.js';

export interface ConversationOptions {
  model?: string;
  system?: string;
}

/** Question and answer at the terminal until Ctrl-D, or Ctrl-C at the prompt. */
export async function converse(
  context: CommandContext,
  api: ApiClient,
  { model, system }: ConversationOptions,
): Promise<void> {
  const { terminal, print } = context;
  const opening: ChatMessage[] = system ? [{ role: 'system', content: system }] : [];
  let messages = [...opening];
  let answering: AbortController | undefined;

  print.note(print.dim('Ctrl-C stops an answer, /clear starts over, Ctrl-D ends the chat.'));
  const lines = createInterface({ input: terminal.stdin, output: terminal.stdout, prompt: '> ', terminal: true });
  let isOpen = true;
  lines.once('close', () => (isOpen = false));
  lines.on('SIGINT', () => (answering ? answering.abort(new InterruptedError('stopped')) : lines.close()));
  lines.prompt();
  for await (const line of lines) {
    const content = line.trim();
    if (content === '/clear') messages = [...opening];
    else if (content) {
      answering = new AbortController();
      const answer = { text: '' };
      try {
        await streamAnswer(
          api,
          print,
          { model, messages: [...messages, { role: 'user', content }] },
          answer,
          answering.signal,
        );
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        print.note(error.message);
      }
      answering = undefined;
      // A question that got no answer is not part of the conversation.
      if (answer.text) messages.push({ role: 'user', content }, { role: 'assistant', content: answer.text });
    }
    if (isOpen) lines.prompt();
  }
  print.line();
}
