import { Hal0Event, type AuditActor } from '@hal0/platform';

/** The configuration in effect may be another one: a file was edited, by hal0 or by hand. Published after it has been adopted. */
export class ConfigChangedEvent extends Hal0Event {
  static readonly type = 'config.changed';
  readonly type = ConfigChangedEvent.type;

  constructor(
    /** Dotted paths of what changed. */
    readonly paths: readonly string[],
    /** Absolute path of the file. */
    readonly file: string,
    readonly actor: AuditActor,
  ) {
    super();
  }
}
