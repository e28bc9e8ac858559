import type { FinishedRequestDto, RequestsPageDto } from '../../../api/models';

/** A request that has ended. */
export type RequestRow = FinishedRequestDto;

export type RequestRows = RequestsPageDto;

/** The word `servedBy` has for the models of this box. */
export const THIS_BOX = 'lemonade';
