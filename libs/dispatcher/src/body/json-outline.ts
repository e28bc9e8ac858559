import { endOfString } from './json-span.js';

const QUOTE = 0x22;
/** No name, role or setting is as long; pictures, recordings and documents are. */
const LONG_BYTES = 4_096;
const LEFT_OUT = Buffer.from('"(a long text)"');
/** A walk from one short string to the next costs more than to parse them, so it is given up after one for each of these. */
const BYTES_FOR_A_STEP = 1_024;

/**
 * The same JSON with every long string replaced by a short one. To look at the fields of a request of many megabytes
 * costs a walk over its bytes then, and neither the time nor the memory of parsing what is passed on as it came.
 * What is inside of the long strings is not looked at; whatever is wrong elsewhere is still wrong in the outline.
 * After many short strings without a long one the rest stays as it is.
 */
export function outlineOfJson(json: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  let at = json.indexOf(QUOTE);
  let steps = json.length / BYTES_FOR_A_STEP;
  while (at >= 0 && steps-- > 0) {
    const end = endOfString(json, at);
    if (end - at > LONG_BYTES) {
      kept.push(json.subarray(from, at), LEFT_OUT);
      from = end;
      steps = json.length / BYTES_FOR_A_STEP;
    }
    at = json.indexOf(QUOTE, end);
  }
  return kept.length ? Buffer.concat([...kept, json.subarray(from)]) : json;
}
