import { Hal0Error } from '@hal0/platform';

/** A form that is passed on while it comes in names a second model after its file. */
export class ModelNamedTwiceError extends Hal0Error {
  readonly code = 'request.model_named_twice';
  readonly httpStatus = 400;
  readonly param = 'model';

  constructor() {
    super('"model" is given more than once. Send it once, in front of the file.');
  }
}

/** The disk has no room for an upload that is too large for memory. */
export class UploadRoomError extends Hal0Error {
  readonly code = 'request.no_room';
  readonly httpStatus = 507;

  constructor(cause: unknown) {
    super(
      'The disk of this machine has no room for the upload. Free some space, or send the field "model" before the file: then nothing is stored.',
      undefined,
      { cause },
    );
  }
}
