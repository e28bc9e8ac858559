/** Route of one slot; whatever the user typed stays one path segment. */
export const slotPath = (name: string, action?: 'load' | 'unload' | 'restart'): string =>
  ['api/slots', encodeURIComponent(name), action].filter(Boolean).join('/');
