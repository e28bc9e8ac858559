/** Route of one secret; whatever the user typed stays one path segment. */
export const secretPath = (name: string): string => `api/secrets/${encodeURIComponent(name)}`;
