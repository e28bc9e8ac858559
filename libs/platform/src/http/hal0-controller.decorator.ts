import {
  applyDecorators,
  Controller,
  SetMetadata,
  UseFilters,
  UsePipes,
  type Type,
  type ValidationError,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import * as transformerPackage from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { Hal0ErrorFilter } from '../errors/hal0-error.filter.js';
import { ValidationInvalidError } from '../errors/system.errors.js';
import { BoundedValidationPipe } from './bounded-validation.pipe.js';

const OWN = 'hal0:controller';

export interface Hal0ControllerOptions {
  /** Whether its routes leave the box as it is, whatever their methods: true for where somebody signs in. */
  changesNothing?: boolean;
}

/**
 * A controller under `/api/<path>` that validates with class-validator and answers errors in hal0's envelope, also inside
 * a host application that has neither a global pipe nor a global filter.
 */
export function Hal0Controller(path: string, { changesNothing = false }: Hal0ControllerOptions = {}): ClassDecorator {
  return applyDecorators(
    SetMetadata(OWN, { changesNothing }),
    Controller(`api/${path}`),
    ApiTags(path.split('/')[0] ?? path),
    UsePipes(hal0ValidationPipe()),
    UseFilters(Hal0ErrorFilter),
  );
}

/** What a controller of hal0's said of itself; undefined for one of the host application. */
export function hal0ControllerOf(controller: Type): Required<Hal0ControllerOptions> | undefined {
  return Reflect.getMetadata(OWN, controller) as Required<Hal0ControllerOptions> | undefined;
}

function hal0ValidationPipe(): BoundedValidationPipe {
  return new BoundedValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    // Handed over, because Nest would otherwise import them some time after this module has been loaded.
    validatorPackage,
    transformerPackage,
    exceptionFactory: (errors) => new ValidationInvalidError(flattenValidationErrors(errors)),
  });
}

/** Dotted path to message, one per field: that of the constraint declared first, which is what kind of value is wanted. */
export function flattenValidationErrors(errors: readonly ValidationError[], prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const { property, constraints, children } of errors) {
    const path = prefix ? `${prefix}.${property}` : property;
    // class-validator tells the constraints from the last declared to the first.
    const message = Object.values(constraints ?? {}).at(-1);
    if (message) flat[path] = message;
    Object.assign(flat, flattenValidationErrors(children ?? [], path));
  }
  return flat;
}
