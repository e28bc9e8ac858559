import { IsInt, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

/** `[meta]`: about the file itself. */
export class MetaSettings {
  @Setting('Form of this file. Only `hal0 config migrate` advances it.', { applies: 'service-restart' })
  @IsInt()
  @Min(1)
  schema_version = 1;
}
