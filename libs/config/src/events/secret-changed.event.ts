import { Hal0Event } from '@hal0/platform';

/** A secret was set or removed. Whoever keeps its value asks {@link SecretsService.get} again. */
export class SecretChangedEvent extends Hal0Event {
  static readonly type = 'secret.changed';
  readonly type = SecretChangedEvent.type;

  constructor(readonly name: string) {
    super();
  }
}
