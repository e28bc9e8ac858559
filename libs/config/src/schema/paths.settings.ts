import { IsOptional, Matches } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ABSOLUTE = /^\/[^\0]*$/;

/** `[paths]`: other places for hal0's folders, for unusual deployments. */
export class PathsSettings {
  @Setting('Folder of what hal0 keeps while it runs: models, slots, databases. `/var/lib/hal0` when absent.', {
    applies: 'service-restart',
    expects: 'an absolute path',
    example: '/srv/hal0',
  })
  @IsOptional()
  @Matches(ABSOLUTE)
  state?: string;

  @Setting('Folder of supplementary log files. `/var/log/hal0` when absent.', {
    applies: 'service-restart',
    expects: 'an absolute path',
    example: '/srv/hal0/log',
  })
  @IsOptional()
  @Matches(ABSOLUTE)
  logs?: string;
}
