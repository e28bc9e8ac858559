import { Hal0Event } from '@hal0/platform';

/** hal0 has written hal0.toml or capabilities.toml. Says where, never what. Source: reference, "Config routes". */
export class ConfigSavedEvent extends Hal0Event {
  static readonly type = 'system.config_save';
  readonly type = ConfigSavedEvent.type;

  constructor(
    /** Names of the top-level sections that changed. */
    readonly sections: readonly string[],
  ) {
    super();
  }
}
