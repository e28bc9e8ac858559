import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hal0Paths } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

const TEXT = '# mine\n[api]\nport = 8090 # chosen\n';

let home: string;
let paths: Hal0Paths;
let remove: () => void;

beforeEach(() => {
  ({ home, paths, remove } = temporaryHome());
  mkdirSync(paths.config, { recursive: true });
  writeFileSync(paths.hal0Toml, TEXT);
});
afterEach(() => remove());

const hal0 = (words: string | string[], environment: NodeJS.ProcessEnv = {}) =>
  runHal0(words, { environment: { HAL0_HOME: home, ...environment } });
const saved = () => readFileSync(paths.hal0Toml, 'utf8');

/** An editor that does to the file what the shell command says. */
function editor(script: string): NodeJS.ProcessEnv {
  const path = join(home, 'editor.sh');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { EDITOR: path };
}
const drafts = () => readdirSync(paths.config).filter((name) => name.includes('draft'));

describe('without a running API', () => {
  it('prints the file as it is', async () => {
    expect((await hal0('config show')).stdout).toBe(TEXT);
    expect((await hal0('config show capabilities')).stderr).toContain('does not exist');
  });

  it('says what is wrong with a file that cannot be read', async () => {
    rmSync(paths.hal0Toml);
    mkdirSync(paths.hal0Toml);
    const { exitCode, stderr } = await hal0('config show');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^config\.unreadable: .*hal0\.toml/);
  });

  it.each([[['config', 'get', '']], [['config', 'get', '__proto__']], [['config', 'get', 'constructor.name']]])(
    'knows no setting in %j',
    async (words) => {
      const { exitCode, stdout } = await hal0(words);
      expect([exitCode === 0, stdout]).toEqual([false, '']);
    },
  );

  it('tells where each value comes from', async () => {
    const { stdout } = await hal0('config show api --origin', { HAL0_BIND_HOST: '127.0.0.1' });
    expect(stdout).toMatch(new RegExp(`api\\.port +8090 +${paths.hal0Toml}:3\n`));
    expect(stdout).toMatch(/api\.host +127\.0\.0\.1 +HAL0_BIND_HOST\n/);
    expect(stdout).toMatch(/api\.log_level +info +built-in\n/);
  });

  it('sets, gets and unsets a value, keeping the comments', async () => {
    const { exitCode, stdout } = await hal0('config set dispatcher.max_wait_seconds 60');
    expect([exitCode, stdout]).toEqual([0, 'dispatcher.max_wait_seconds: – → 60\n']);
    expect(saved()).toContain('# mine\n[api]\nport = 8090 # chosen\n');
    expect((await hal0('config get dispatcher.max_wait_seconds')).stdout).toBe('60\n');
    await hal0('config unset dispatcher.max_wait_seconds');
    expect((await hal0('config get dispatcher.max_wait_seconds')).stdout).toBe('300\n');
    expect((await hal0('config get dispatcher.max_wait_seconds --json')).stdout).toContain('"built-in"');
  });

  it('refuses a value that is not valid, and changes nothing', async () => {
    const { exitCode, stderr } = await hal0('config set api.port many');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('config.invalid');
    expect(stderr).toContain('api.port');
    expect(saved()).toBe(TEXT);
  });

  it('repairs a file that is broken', async () => {
    writeFileSync(paths.hal0Toml, '[api]\nprot = 1\n');
    expect((await hal0('config unset api.prot')).exitCode).toBe(0);
    expect((await hal0('config validate')).exitCode).toBe(0);
  });

  it('says that a history needs the API', async () => {
    const { exitCode, stderr } = await hal0('config history');
    expect(exitCode).toBe(69);
    expect(stderr).toContain(home);
  });

  it('prints the schema', async () => {
    expect(JSON.parse((await hal0('config schema')).stdout)).toHaveProperty('properties.api');
  });
});

describe('config validate', () => {
  it('is content with a good file', async () => {
    expect(await hal0('config validate')).toMatchObject({ exitCode: 0, stdout: `${paths.hal0Toml} is valid\n` });
  });

  it('names file, line, column, cure and code of every problem', async () => {
    writeFileSync(paths.hal0Toml, '[api]\nport = 99999\n[dispatcher]\nmax_wait_secnds = 1\n');
    const { exitCode, stdout } = await hal0('config validate');
    expect(exitCode).toBe(1);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.find((line) => line.includes('api.port'))).toContain(
      `config.invalid: ${paths.hal0Toml}:2:1: api.port`,
    );
    const unknown = lines.find((line) => line.includes('max_wait_secnds'));
    expect(unknown).toContain(`${paths.hal0Toml}:4:1: `);
    expect(unknown).toContain('Did you mean max_wait_seconds? See ');
  });

  it('checks another file, by its own name, and writes nothing', async () => {
    const other = join(home, 'other.toml');
    writeFileSync(other, 'x = [\n');
    const { exitCode, stdout } = await hal0(`config validate ${other} --json`);
    expect(exitCode).toBe(1);
    const answer = JSON.parse(stdout) as { valid: boolean; code: string; problems: { file: string; line: number }[] };
    expect(answer).toMatchObject({ valid: false, code: 'config.invalid', problems: [{ file: other }] });
    expect(saved()).toBe(TEXT);
    expect((await hal0('config validate /nowhere.toml')).stderr).toContain('cli.no_such_file');
  });
});

describe('config edit', () => {
  it('saves what is valid, and leaves no draft', async () => {
    const { exitCode, stdout } = await hal0('config edit', editor('sed -i s/8090/8091/ "$1"'));
    expect([exitCode, stdout]).toEqual([0, `${paths.hal0Toml} is saved\n`]);
    expect(saved()).toBe(TEXT.replace('8090', '8091'));
    expect(drafts()).toEqual([]);
  });

  it('does nothing when nothing was typed', async () => {
    expect((await hal0('config edit', editor(':'))).stdout).toBe('Nothing changes\n');
  });

  it('refuses what is not valid and keeps what was typed, to go on with', async () => {
    const { exitCode, stderr } = await hal0('config edit', editor('echo "[api" >> "$1"'));
    expect(exitCode).toBe(1);
    expect(saved()).toBe(TEXT);
    const [draft = ''] = drafts();
    expect(readFileSync(join(paths.config, draft), 'utf8')).toBe(`${TEXT}[api\n`);
    expect(stderr).toContain(`hal0 config edit --from ${join(paths.config, draft)}`);
    const repair = editor('sed -i "s/^\\[api\\$//" "$1"');
    expect((await hal0(`config edit --from ${join(paths.config, draft)}`, repair)).exitCode).toBe(0);
  });

  it('repairs a file that is broken', async () => {
    writeFileSync(paths.hal0Toml, '[api');
    expect((await hal0('config edit', editor('echo "[api]" > "$1"'))).exitCode).toBe(0);
    expect(saved()).toBe('[api]\n');
  });

  it('offers to open it again at a terminal', async () => {
    const script = 'if grep -q bad "$1"; then sed -i s/bad/9000/ "$1"; else sed -i s/8090/bad/ "$1"; fi';
    const environment = { HAL0_HOME: home, NO_COLOR: '1', ...editor(script) };
    const terminal = new FakeTerminal({ isTTY: true, environment });
    const ended = outcomeOf('config edit', terminal);
    await terminal.answers('Open it again? [y/N]', 'y');
    expect((await ended).exitCode).toBe(0);
    expect(saved()).toContain('port = 9000 # chosen');
  });

  it('does not overwrite what somebody else saved meanwhile', async () => {
    const meddling = editor(`echo "# theirs" >> ${paths.hal0Toml}; sed -i s/8090/8091/ "$1"`);
    const { exitCode, stderr } = await hal0('config edit', meddling);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('config.changed_meanwhile');
    expect(saved()).toBe(`${TEXT}# theirs\n`);
    expect(drafts()).toHaveLength(1);
  });

  it('hands the options of the editor on', async () => {
    const { EDITOR } = editor('[ "$1 $2" = "--wait -n" ] && sed -i s/8090/9000/ "$3"');
    expect((await hal0('config edit', { EDITOR: `${EDITOR} --wait -n` })).exitCode).toBe(0);
    expect(saved()).toContain('port = 9000 # chosen');
  });

  it('opens no editor of its own choice where there is no terminal', async () => {
    const { exitCode, stderr } = await hal0('config edit');
    expect([exitCode, saved(), drafts()]).toEqual([2, TEXT, []]);
    expect(stderr).toContain('hal0 config set');
  });

  it('changes nothing when the editor fails', async () => {
    const { exitCode, stderr } = await hal0('config edit', { EDITOR: '/no/such/editor' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cli.editor_failed');
    expect([saved(), drafts()]).toEqual([TEXT, []]);
  });

  it('changes nothing when the editor leaves no file', async () => {
    const { exitCode, stderr } = await hal0('config edit', editor('rm "$1"'));
    expect([exitCode, saved(), drafts()]).toEqual([1, TEXT, []]);
    expect(stderr).toContain('left no file');
  });
});

describe('config migrate', () => {
  const OLD = '[slots]\nidle_timeout_s = 60\n';

  it('says what it would do, then does it and keeps a backup', async () => {
    writeFileSync(paths.hal0Toml, OLD);
    const planned = await hal0('config migrate --dry-run');
    expect(planned.stdout).toContain('idle_timeout_seconds');
    expect(saved()).toBe(OLD);
    const done = await hal0('config migrate');
    expect(done.exitCode).toBe(0);
    expect(saved()).toContain('idle_timeout_seconds = 60');
    const [, backup = ''] = /kept as (.*)/.exec(done.stderr) ?? [];
    expect(existsSync(backup) && readFileSync(backup, 'utf8')).toBe(OLD);
  });
});
