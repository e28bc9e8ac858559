import type { JsonObject } from '../intake/json-fields.js';

/** What the model servers of slots have to be told in other words than OpenAI's. */
export interface SlotWords {
  /** Whether this request is one of those. */
  differ(fields: JsonObject): boolean;
  /** The request as slots are told it. @throws InvalidBodyError */
  tell(fields: JsonObject): JsonObject;
}
