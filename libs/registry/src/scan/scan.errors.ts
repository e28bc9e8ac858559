import { Hal0Error } from '@hal0/platform';

/** A folder that was to be looked through for models is not there, or is none. */
export class ScanFolderMissingError extends Hal0Error {
  readonly code = 'scan.folder_missing';
  readonly httpStatus = 422;

  constructor(path: string) {
    super(`There is no folder ${path}. Give the absolute path of a folder with model files.`, { path });
  }
}

/** A folder holds so much that it can hardly be one of models. */
export class ScanTooLargeError extends Hal0Error {
  readonly code = 'scan.too_large';
  readonly httpStatus = 422;

  constructor(path: string, most: number) {
    super(`${path} holds more than ${most} files and folders. Choose the folder that has the models in it.`, {
      path,
      most,
    });
  }
}
