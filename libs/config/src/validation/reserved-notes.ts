import type { ConfigLeaf } from '../layers/config-layer.js';
import type { LayerNote } from '../layers/modern-leaves.js';
import { classFields } from '../schema/field-schema.js';
import { fieldPlace } from './field-place.js';

/** A warning for each value that is set and that nothing in this version reads, unless it says what is built in. */
export function reservedNotes(leaves: readonly ConfigLeaf[]): LayerNote[] {
  return leaves.flatMap(({ path, value, written }) => {
    const place = fieldPlace(path, false);
    if (place.kind !== 'value') return [];
    const field = classFields(place.schema)[place.property];
    const idle = field?.['x-hal0-reserved'] && JSON.stringify(field.default) !== JSON.stringify(value);
    return idle ? [{ written, message: 'is accepted, but nothing in this version of hal0 reads it yet' }] : [];
  });
}
