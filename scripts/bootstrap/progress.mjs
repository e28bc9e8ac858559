const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** Without a terminal a long step says now and then that it is alive. */
const HEARTBEAT_MS = 15_000;

// Progress goes to stderr: `./hal0 status --json` must print nothing but JSON even when it had to build first.
const screen = process.stderr;
const colours = screen.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);

export const say = (line) => screen.write(`${line}\n`);

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * Shows `title` with the time it takes while `work` runs. `work` is given a function that names what it is at.
 * Returns what `work` returns.
 */
export async function step(title, work) {
  const started = Date.now();
  const elapsed = () => Date.now() - started;
  const line = screen.isTTY ? new LiveLine(title, elapsed) : new PlainLines(title, elapsed);
  try {
    const result = await work((detail) => line.detail(detail));
    line.end(paint(32, '✓'));
    return result;
  } catch (error) {
    line.end(paint(31, '✗'));
    throw error;
  }
}

class LiveLine {
  constructor(title, elapsed) {
    Object.assign(this, { title, elapsed, text: '', frame: 0 });
    this.timer = setInterval(() => this.draw(FRAMES[this.frame++ % FRAMES.length]), FRAME_MS);
  }

  detail(text) {
    this.text = text;
  }

  draw(sign, detail = this.text) {
    const words = [this.title, detail, seconds(this.elapsed())].filter(Boolean).join('  ');
    screen.write(`\r\x1b[2K${sign} ${words.slice(0, (screen.columns || 80) - 3)}`);
  }

  end(sign) {
    clearInterval(this.timer);
    this.draw(sign, '');
    screen.write('\n');
  }
}

class PlainLines {
  constructor(title, elapsed) {
    Object.assign(this, { title, elapsed, text: '' });
    say(`… ${title}`);
    this.timer = setInterval(
      () => say(`… ${[title, this.text, seconds(elapsed())].filter(Boolean).join('  ')}`),
      HEARTBEAT_MS,
    );
  }

  detail(text) {
    this.text = text;
  }

  end(sign) {
    clearInterval(this.timer);
    say(`${sign} ${this.title}  ${seconds(this.elapsed())}`);
  }
}
