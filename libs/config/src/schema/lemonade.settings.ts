import { IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

/** `[lemonade]`: the runtime behind the slots. */
export class LemonadeSettings {
  @Setting('A lemond that somebody else runs; hal0 then starts none.', {
    applies: 'service-restart',
    expects: 'an address such as http://127.0.0.1:13305',
    example: 'http://127.0.0.1:13305',
  })
  @IsOptional()
  @IsUrl({ protocols: ['http'], require_tld: false, require_protocol: true, disallow_auth: true })
  url?: string;

  @Setting('Port of the lemond that hal0 starts; the first free one from 13305 upwards when absent.', {
    applies: 'service-restart',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  @Setting('Folder of an unpacked runtime to share between several homes.', { applies: 'service-restart' })
  @IsOptional()
  @IsString()
  runtime?: string;

  @Setting('CPU threads of each model server; llama.cpp decides when absent.', { applies: 'service-restart' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  threads?: number;

  @Setting('How old the signed index of the package archive may be.', { applies: 'service-restart', unit: 'days' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  max_index_age_days = 90;
}
