/** The file at the source is not the one that the parts on disk are of. */
export class FileChanged extends Error {
  constructor() {
    super('The file at the source has changed.');
  }
}
