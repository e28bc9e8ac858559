/** As much of a file as tells whether it is a web page. */
export const START_BYTES = 512;
const GGUF_MAGIC = 'GGUF';
const WEB_PAGE = /^\s*<(?:!doctype html|html|head|body|\?xml)/i;
const LFS_POINTER = 'version https://git-lfs.github.com/';

/** Why a file is no GGUF by its first bytes, without a full stop; undefined when it is one. */
export function notGgufProblem(start: Buffer): string | undefined {
  const text = start.toString('latin1');
  if (text.startsWith(GGUF_MAGIC)) return undefined;
  if (text.startsWith(LFS_POINTER)) return 'it only says where the model is (a pointer of Git LFS)';
  return webPageProblem(start) ?? 'it is not a GGUF';
}

/** That the first bytes are those of a web page, which no model's are, without a full stop; undefined otherwise. */
export function webPageProblem(start: Buffer): string | undefined {
  const isPage = WEB_PAGE.test(start.toString('latin1'));
  return isPage
    ? 'it is a web page; a page to sign in, or one that says what went wrong, has this name too'
    : undefined;
}
