import { ArrayUnique, IsArray, IsBoolean, Matches } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ABSOLUTE_OR_EMPTY = /^(\/[^\0]*)?$/;

/** `[models]`: where model files are. */
export class ModelsSettings {
  @Setting('Folders to look for model files in; the model store alone when empty.', {
    applies: 'service-restart',
    expects: 'a list of different absolute paths',
    reserved: true,
    example: ['/srv/models'],
  })
  @IsArray()
  @ArrayUnique()
  @Matches(/^\/[^\0]*$/, { each: true })
  roots: string[] = [];

  @Setting('Whether those folders are looked through at every start.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  auto_scan_on_start = true;

  @Setting('Which files in them are models.', {
    applies: 'service-restart',
    expects: 'a list of different file endings such as ".gguf"',
    reserved: true,
  })
  @IsArray()
  @ArrayUnique()
  @Matches(/^\.[A-Za-z0-9]+$/, { each: true })
  file_extensions: string[] = ['.gguf', '.safetensors'];

  @Setting(
    'The model store: where pulled models go and what the runtime reads. `models` in the state folder when empty; the environment variable HAL0_MODEL_STORE wins.',
    { applies: 'service-restart', expects: 'an absolute path, or empty', example: '/srv/models' },
  )
  @Matches(ABSOLUTE_OR_EMPTY)
  store = '';

  @Setting('The store of NPU models (FastFlowLM); its own default when empty.', {
    applies: 'service-restart',
    expects: 'an absolute path, or empty',
    reserved: true,
  })
  @Matches(ABSOLUTE_OR_EMPTY)
  flm_store = '';
}
