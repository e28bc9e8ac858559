import { ArrayUnique, IsArray, IsBoolean, IsInt, IsNumber, Matches, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ABSOLUTE_OR_EMPTY = /^(\/[^\0]*)?$/;

/** `[models]`: where model files are. */
export class ModelsSettings {
  @Setting('Folders to look for model files in, beside the model store, when models are scanned for.', {
    applies: 'service-restart',
    expects: 'a list of different absolute paths',
    example: ['/srv/models'],
  })
  @IsArray()
  @ArrayUnique()
  @Matches(/^\/[^\0]*$/, { each: true })
  roots: string[] = [];

  @Setting('Whether those folders are looked through, and new models in them registered, at every start.', {
    applies: 'service-restart',
  })
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

  @Setting('The hub that models are pulled from: Hugging Face, or a mirror that answers as it does.', {
    applies: 'service-restart',
    expects: 'an http or https address without a password or a query',
    example: 'https://hf-mirror.example',
  })
  @Matches(/^https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/)
  hub_url = 'https://huggingface.co';

  @Setting('The most that all pulls together take of the connection; 0 for no limit.', {
    applies: 'service-restart',
    unit: 'MiB/s',
    example: 10,
  })
  @IsNumber()
  @Min(0)
  @Max(100_000)
  download_limit_mib_s = 0;

  @Setting('How many connections all pulls together have open.', { applies: 'service-restart' })
  @IsInt()
  @Min(1)
  @Max(32)
  parallel_downloads = 4;
}
