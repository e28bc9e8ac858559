/** What llama-server and whisper-server say when a file cannot be used. */
const CAUSE =
  /(?:error loading model|failed to load model|failed to open|unknown model architecture|invalid model|out of memory|unable to allocate|error: invalid argument|failed to initialize)[^\n]*/i;
/** lemond takes a file that is missing or no model for one it has yet to download, and it may not (seen). */
const NOT_A_MODEL = /CURL error|Could not resolve hostname|lemond_offline/i;

/** Why a load failed, in words for a person: lemond's own message is always "<backend> failed to start". */
export function explainLoadFailure(message: string, log: readonly string[]): string {
  if (NOT_A_MODEL.test(message)) return 'its file is missing or is not a model file.';
  const cause = log.map((line) => CAUSE.exec(line)?.[0]).find((found) => found !== undefined);
  return cause ?? message;
}
