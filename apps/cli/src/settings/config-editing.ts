import { readTextFile, removeTree, writeFileAtomic } from '@hal0/platform';
import { dirname, join } from 'node:path';
import { RefusedError, UsageError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import type { LocalHal0 } from '../local/local-hal0.js';
import { confirmed } from '../terminal/prompt.js';
import { checkDraft } from './check-config.js';
import { configFile, type ConfigFileName } from './config-file.js';

const PRIVATE = 0o600;
const FALLBACK_EDITOR = 'vi';

/** An editor on a copy of a configuration file, which replaces the file when it is valid, and is kept when it is not. */
export class ConfigEditing {
  readonly file: string;
  private readonly draft: string;

  constructor(
    private readonly context: CommandContext,
    private readonly local: LocalHal0,
    private readonly which: ConfigFileName,
  ) {
    this.file = configFile(local.roots, which);
    const stamp = new Date(local.clock.now()).toISOString().replaceAll(/[-:]|\..*/g, '');
    this.draft = join(dirname(this.file), `${which}.draft-${stamp}-${process.pid}.toml`);
  }

  /**
   * Whether the file was changed.
   * @param from a file to begin with
   * @throws RefusedError when the text is not valid or the file was changed meanwhile; what was typed is then kept
   */
  async run(from?: string): Promise<boolean> {
    this.editor();
    const before = (await readTextFile(this.file)) ?? '';
    const start = from === undefined ? before : await readTextFile(from);
    if (start === undefined) throw new RefusedError('cli.no_such_file', `There is no file ${from}.`);
    await writeFileAtomic(this.draft, start, { mode: PRIVATE });
    const typed = await this.validText(start);
    if (typed !== before) await this.save(before, typed);
    await removeTree(this.draft);
    return typed !== before;
  }

  private async validText(start: string): Promise<string> {
    for (;;) {
      await this.openEditor(start);
      const typed = await readTextFile(this.draft);
      if (typed === undefined)
        throw new RefusedError('cli.editor_failed', `The editor left no file. ${this.unchanged}`);
      const { problems } = checkDraft(this.local, this.file, typed, this.draft);
      if (problems.length === 0) return typed;
      for (const { text } of problems) this.context.print.note(text);
      if (!(await this.wantsToGoOn())) throw this.refusal('config.invalid', 'The text is not valid.');
    }
  }

  private async openEditor(start: string): Promise<void> {
    const [command = FALLBACK_EDITOR, ...options] = this.editor();
    const status = await this.context.terminal
      .attach(command, [...options, this.draft])
      .catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    if (status === 0) return;
    const reason = `The editor "${command}" ended with ${status}.`;
    if ((await readTextFile(this.draft)) !== start) throw this.refusal('cli.editor_failed', reason);
    await removeTree(this.draft);
    throw new RefusedError('cli.editor_failed', `${reason} ${this.unchanged}`);
  }

  /** The editor and its options. @throws UsageError when there is none to be had */
  private editor(): string[] {
    const { environment, stdin } = this.context.terminal;
    const chosen = environment['EDITOR']?.trim() || environment['VISUAL']?.trim();
    if (!chosen && !stdin.isTTY) {
      throw new UsageError(
        'There is no terminal for an editor. Name one that needs none in EDITOR, or use: hal0 config set',
      );
    }
    return (chosen || FALLBACK_EDITOR).split(/\s+/);
  }

  private async wantsToGoOn(): Promise<boolean> {
    return this.context.terminal.stdin.isTTY === true && confirmed(this.context.terminal, 'Open it again?');
  }

  private async save(before: string, typed: string): Promise<void> {
    const rewrite = (now: string) => {
      if (now !== before)
        throw this.refusal('config.changed_meanwhile', `${this.file} was changed while you edited it.`);
      return typed;
    };
    await this.local.store().edit({ file: this.which, action: 'config.edit', actor: 'operator', rewrite });
  }

  private get unchanged(): string {
    return `${this.file} is as it was.`;
  }

  private refusal(code: string, reason: string): RefusedError {
    const kept = `${this.unchanged} What you typed is kept in ${this.draft}.`;
    return new RefusedError(code, `${reason} ${kept} Go on with: hal0 config edit --from ${this.draft}`);
  }
}
