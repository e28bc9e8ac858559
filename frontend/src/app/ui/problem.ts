/** Something that went wrong, as it is told to a person. */
export interface Problem {
  /** Stable code, e.g. `model.file_corrupt`; what to search the documentation for. */
  code: string;
  /** What happened and what to do, in one or two sentences. */
  message: string;
}
