import { Hal0Error } from '@hal0/platform';

/** A configuration file or change does not fit the schema. Source: ARCHITECTURE, decision 3. */
export class ConfigInvalidError extends Hal0Error {
  readonly code = 'config.invalid';
  readonly httpStatus = 422;

  /** @param errors dotted path to what is wrong there; the first one becomes `details.path` */
  constructor(file: string, errors: Record<string, string>) {
    const [path = '', message = 'is not valid'] = Object.entries(errors)[0] ?? [];
    super(`${file}: ${path}: ${message}.`, { file, path, errors });
  }
}
