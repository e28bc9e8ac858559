import { Hal0Error } from '@hal0/platform';

/** A picture's address is not known, or it has been an hour. */
export class ImageNotFoundError extends Hal0Error {
  readonly code = 'image.not_found';
  readonly httpStatus = 404;

  constructor(name: string) {
    super(
      'There is no such picture. Addresses of pictures hold for an hour, until hal0 restarts at most; draw it again.',
      {
        name,
      },
    );
  }
}
