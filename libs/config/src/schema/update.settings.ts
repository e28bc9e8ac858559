import { IsIn, IsOptional, IsString, IsUrl } from 'class-validator';
import { Setting } from './setting.decorator.js';
import { UPDATE_CHANNELS, type UpdateChannel } from './vocabulary.js';

/** `[update]`: which releases are offered, and whose signature they must bear. */
export class UpdateSettings {
  @Setting('Releases to follow.', { applies: 'service-restart', reserved: true })
  @IsIn(UPDATE_CHANNELS)
  channel: UpdateChannel = 'stable';

  @Setting("Regular expression that the signer's identity must match; the channel's own when empty.", {
    applies: 'service-restart',
    reserved: true,
  })
  @IsString()
  signer_identity = '';

  @Setting('Who vouches for that identity.', {
    applies: 'service-restart',
    expects: 'an address such as https://token.actions.githubusercontent.com',
    reserved: true,
  })
  @IsUrl({ protocols: ['https'], require_protocol: true, disallow_auth: true })
  signer_issuer = 'https://token.actions.githubusercontent.com';

  @Setting("Where the channel's newest release is described; hal0's own place when absent.", {
    applies: 'service-restart',
    expects: 'an address such as https://releases.example.org/stable.json',
    reserved: true,
  })
  @IsOptional()
  @IsUrl({
    protocols: ['http', 'https', 'file'],
    require_tld: false,
    require_protocol: true,
    disallow_auth: true,
    require_host: false,
  })
  releases_url?: string;
}
