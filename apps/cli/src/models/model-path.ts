/** Route of one model; the slashes of its id stay inside one path segment. */
export const modelPath = (id: string): string => `api/models/${encodeURIComponent(id)}`;
