/** What a label may be. */
export const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/;
export const LABEL_MESSAGE = 'a label holds a-z, 0-9 and -, at most 32 of them';
