const BYTES_PER_MIB = 1024 * 1024;
/** Programs other than llama-server take their files, working memory in proportion to them, and themselves. A rule of thumb. */
const FILE_FACTOR = 1.3;
const MOST_WORKING_MIB = 4096;
const PROGRAM_MIB = 128;

/** What a model takes of which only the size of the files is known, and what the program takes that runs it. Whole MiB. */
export function fileNeed(sizeBytes: number): { modelMib: number; programMib: number } {
  const filesMib = sizeBytes / BYTES_PER_MIB;
  return {
    modelMib: Math.ceil(Math.min(filesMib * FILE_FACTOR, filesMib + MOST_WORKING_MIB)),
    programMib: PROGRAM_MIB,
  };
}
