/** ggml says this some fifteen times per start and means nothing by it. */
const NOISE = /failed to enumerate/;

/** The last lines of a log, in memory. Positions count all lines ever added, so that a reader can ask what came since. */
export class RecentLog {
  private lines: string[] = [];
  private dropped = 0;

  constructor(private readonly capacity: number) {}

  /** Position behind the last line. */
  get position(): number {
    return this.dropped + this.lines.length;
  }

  add(line: string): void {
    if (NOISE.test(line)) return;
    this.lines.push(line);
    // Trimmed in batches; cutting one line off the front at every line would move all of them each time.
    if (this.lines.length >= this.capacity * 2) this.trim();
  }

  last(count: number): readonly string[] {
    return this.lines.slice(-Math.min(count, this.capacity)).slice(count <= 0 ? this.lines.length : 0);
  }

  /** At most `count` lines, the last of those added at or after `position`. */
  since(position: number, count: number): readonly string[] {
    return this.last(Math.min(count, this.position - position));
  }

  private trim(): void {
    const excess = this.lines.length - this.capacity;
    this.lines = this.lines.slice(excess);
    this.dropped += excess;
  }
}
