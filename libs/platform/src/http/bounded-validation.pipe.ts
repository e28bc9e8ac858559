import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { ValidationTooDeepError } from '../errors/system.errors.js';

/** More than anything in hal0 has. */
const MOST_LEVELS = 32;

/** Validation that ends: what it hands a value to follows it level by level on the stack, and the stack has an end. */
export class BoundedValidationPipe extends ValidationPipe {
  /** @throws ValidationTooDeepError, and what the exception factory makes */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (this.toValidate(metadata) && isDeeperThan(MOST_LEVELS, value)) throw new ValidationTooDeepError(MOST_LEVELS);
    return super.transform(value, metadata);
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === levels) return true;
    level = level.flatMap((each) => Object.values(each).filter(isNested));
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
