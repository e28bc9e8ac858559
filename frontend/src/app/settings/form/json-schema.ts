/** As much of JSON Schema as the schema of hal0.toml uses. */
export interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  properties?: Readonly<Record<string, JsonSchema>>;
  /** What entries of any other name hold; false when there are none. */
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  'x-hal0-unit'?: string;
  'x-hal0-applies'?: string;
  'x-hal0-reserved'?: boolean;
}
