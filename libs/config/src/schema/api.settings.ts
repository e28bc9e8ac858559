import { ArrayUnique, IsArray, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';
import { KEY_REQUIREMENTS, LOG_LEVELS, type KeyRequirement, type LogLevel } from './vocabulary.js';

/** `[api]`: where hal0 listens and whom it answers. */
export class ApiSettings {
  @Setting(
    'Address to listen on. A clone stays on loopback; the installed service opens the network with `0.0.0.0`. Whoever reaches it may use it.',
    { applies: 'service-restart', expects: 'an address or a host name', example: '0.0.0.0' },
  )
  @IsString()
  @Matches(/^[A-Za-z0-9.:_-]+$/)
  host = '127.0.0.1';

  @Setting('Port to listen on; 0 takes any free one.', { applies: 'service-restart' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 8080;

  @Setting('Host names to answer for, beyond addresses, `localhost`, `*.local` and the name of the machine.', {
    applies: 'immediate',
    expects: 'a list of different lower-case host names without port',
    example: ['hal0.example.org'],
  })
  @IsArray()
  @ArrayUnique()
  @Matches(/^[a-z0-9.:_-]+$/, { each: true })
  allowed_hosts: string[] = [];

  @Setting('Origins of web pages that may call hal0 from a browser.', {
    applies: 'immediate',
    expects: 'a list of different origins such as https://chat.example.org',
    example: ['https://chat.example.org'],
  })
  @IsArray()
  @ArrayUnique()
  @Matches(/^https?:\/\/[^/]+$/, { each: true })
  allowed_origins: string[] = [];

  @Setting(
    'For what clients need an API key: `inference` is every route to a model, `all` is the dashboard and the rest of the API too.',
    { applies: 'immediate', example: 'inference' },
  )
  @IsIn(KEY_REQUIREMENTS)
  require_key: KeyRequirement = 'off';

  @Setting('Largest body of a request to `/v1` that is JSON.', {
    applies: 'service-restart',
    unit: 'MiB',
  })
  @IsInt()
  @Min(1)
  @Max(4_096)
  body_limit_mib = 64;

  @Setting('Largest upload to `/v1`: a recording, or the pictures of an edit. Large ones never fill the memory.', {
    applies: 'service-restart',
    unit: 'MiB',
  })
  @IsInt()
  @Min(1)
  @Max(65_536)
  upload_limit_mib = 4_096;

  @Setting('How much hal0 writes to its log.', { applies: 'immediate' })
  @IsIn(LOG_LEVELS)
  log_level: LogLevel = 'info';
}
