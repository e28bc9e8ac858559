import { Argument, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { CommandContext } from '../command-context.js';
import { examples, remark } from '../terminal/help-text.js';

const SHELLS = ['bash', 'zsh', 'fish'];

export function defineCompletion(completion: Command, { print }: CommandContext): void {
  completion
    .addArgument(new Argument('<shell>', 'the shell to print the script for').choices(SHELLS))
    .action((shell: string) =>
      print.write(readFileSync(new URL(`../../completion/hal0.${shell}`, import.meta.url), 'utf8')),
    );
  remark(completion, 'While you type, the script asks hal0, and hal0 its API, what may come next.');
  examples(completion, [
    'source <(hal0 completion bash)   # for this shell; in ~/.bashrc for all',
    'hal0 completion bash | sudo tee /etc/bash_completion.d/hal0 > /dev/null',
    'hal0 completion zsh > ~/.zfunc/_hal0',
    'hal0 completion fish > ~/.config/fish/completions/hal0.fish',
  ]);
}
