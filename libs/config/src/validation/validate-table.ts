import { flattenValidationErrors, type TomlTable } from '@hal0/platform';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ConfigInvalidError } from './config.errors.js';

/**
 * A parsed TOML table as an instance of its schema class, defaults filled in.
 * @param prefix dotted path of the table inside its file, for error messages
 * @throws ConfigInvalidError
 */
export function validateTable<T extends object>(
  schema: ClassConstructor<T>,
  table: TomlTable,
  file: string,
  prefix = '',
): T {
  const instance = plainToInstance(schema, table, { exposeDefaultValues: true });
  const found = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  if (!found.length) return instance;
  throw new ConfigInvalidError(
    Object.entries(flattenValidationErrors(found, prefix)).map(([path, message]) => ({ path, message, file })),
  );
}
