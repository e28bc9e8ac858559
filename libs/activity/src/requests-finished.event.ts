import { Hal0Event, type RequestRecord } from '@hal0/platform';

/** What ended since the last event of this kind, at most once a second. Published after the requests are stored. */
export class RequestsFinishedEvent extends Hal0Event {
  static readonly type = 'requests.finished';
  readonly type = RequestsFinishedEvent.type;

  constructor(
    /** Requests that have ended. */
    readonly count: number,
    /** How many of them have no row, because there were too many or the disk was full. */
    readonly unrecorded: number,
    /** The latest of those that have a row, newest first. */
    readonly requests: readonly RequestRecord[],
  ) {
    super();
  }
}
