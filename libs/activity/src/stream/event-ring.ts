export interface RingLimits {
  events: number;
  /** Characters of all of them together. */
  characters: number;
}

/** The latest events, numbered from 1. What every client reads from, each at its own pace. */
export class EventRing {
  private frames: string[] = [];
  private characters = 0;
  private first = 1;

  constructor(private readonly limits: RingLimits) {}

  /** Number of the oldest event that is still here. */
  get oldest(): number {
    return this.first;
  }

  /** Number that the next event will have. */
  get next(): number {
    return this.first + this.frames.length;
  }

  add(frame: string): void {
    this.frames.push(frame);
    this.characters += frame.length;
    while (this.frames.length > this.limits.events || this.characters > this.limits.characters) {
      this.characters -= this.frames.shift()?.length ?? 0;
      this.first += 1;
    }
  }

  at(number: number): string | undefined {
    return this.frames[number - this.first];
  }
}
