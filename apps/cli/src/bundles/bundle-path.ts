/** Route of one bundle, or of something done with it. */
export const bundlePath = (id: string, action?: string): string =>
  `api/bundles/${encodeURIComponent(id)}${action ? `/${action}` : ''}`;

/** Route of the application of a bundle that goes on, or was the last. */
export const RUN_PATH = 'api/bundles/run';
