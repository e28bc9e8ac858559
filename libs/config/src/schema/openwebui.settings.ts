import { IsBoolean, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ADDRESS = { protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true };

/** `[openwebui]`: the bundled chat interface. Source: reference 6.8. */
export class OpenwebuiSettings {
  @Setting('Whether the chat interface is offered.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  enabled = true;

  @Setting('Address it listens on; as `[api].host` when absent.', {
    applies: 'service-restart',
    expects: 'an address or a host name',
    reserved: true,
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9.:_-]+$/)
  bind_host?: string;

  @Setting('Port it listens on.', { applies: 'service-restart', reserved: true })
  @IsInt()
  @Min(1)
  @Max(65_535)
  port = 3001;

  @Setting('Address that browsers reach it at, behind a proxy.', {
    applies: 'service-restart',
    expects: 'an address such as https://chat.example.org',
    reserved: true,
  })
  @IsOptional()
  @IsUrl(ADDRESS)
  public_url?: string;

  @Setting('Address of hal0 as seen from its container.', {
    applies: 'service-restart',
    expects: 'an address such as http://host.docker.internal:8080/v1',
    reserved: true,
  })
  @IsUrl(ADDRESS)
  api_base_url = 'http://host.docker.internal:8080/v1';

  @Setting('Name it shows.', { applies: 'service-restart', reserved: true })
  @IsString()
  name = 'hal0';

  @Setting('Whether it asks people to sign in.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  auth = false;

  @Setting('Header of a proxy that tells who signed in; needs `auth`.', {
    applies: 'service-restart',
    expects: 'the name of a header',
    reserved: true,
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9-]+$/)
  trusted_email_header?: string;

  @Setting('Language it starts in.', {
    applies: 'service-restart',
    expects: 'a language such as "en" or "de-DE"',
    reserved: true,
  })
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  default_locale = 'en';

  @Setting('Voice that it reads answers with.', { applies: 'service-restart', reserved: true })
  @IsString()
  tts_voice = 'af_heart';
}
