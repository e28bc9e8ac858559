import type { FitVerdict } from '../../api/models';

/** Whether a model finds room on this box, in a word. */
export const FIT_WORDS: Readonly<Record<FitVerdict, string>> = { yes: 'fits', tight: 'tight', no: 'too large' };
/** The chip's dress for it. */
export const FIT_LOOKS: Readonly<Record<FitVerdict, string>> = { yes: 'ok', tight: 'warn', no: 'danger' };
