/** Something that has happened. Events tell; whoever needs a result calls a method instead. */
export abstract class Hal0Event {
  /** Dotted name, e.g. `slot.state`; what `@OnEvent` and the event stream know it by. */
  abstract readonly type: string;
}
