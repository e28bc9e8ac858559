import { describe, expect, it } from '@jest/globals';
import { flattenValidationErrors } from './hal0-controller.decorator.js';

describe('flattenValidationErrors', () => {
  it('gives every faulty field its dotted path and first message', () => {
    expect(
      flattenValidationErrors([
        { property: 'name', constraints: { matches: 'name must be lower case' } },
        { property: 'options', children: [{ property: 'parallel', constraints: { min: 'must not be less than 1' } }] },
      ]),
    ).toEqual({ name: 'name must be lower case', 'options.parallel': 'must not be less than 1' });
  });
});
