import { PNG } from 'pngjs';
import { RequestError } from '../model-server.mjs';

/**
 * The pictures of a form for `/v1/images/edits`.
 * @param {Record<string, unknown>} form
 * @returns {Promise<{ picture: PNG, mask: PNG | undefined }>}
 * @throws {RequestError}
 */
export async function readPictures(form) {
  const picture = await readPng(form.image ?? form['image[]'], 'image');
  const mask = form.mask === undefined ? undefined : await readPng(form.mask, 'mask');
  if (mask && (mask.width !== picture.width || mask.height !== picture.height)) {
    throw new RequestError('"mask" must be as large as "image".');
  }
  return { picture, mask };
}

async function readPng(file, name) {
  if (!(file instanceof Blob)) throw new RequestError(`"${name}" must be a file.`);
  try {
    return PNG.sync.read(Buffer.from(await file.arrayBuffer()));
  } catch {
    throw new RequestError(`"${name}" is no PNG; the demo edits no other pictures.`);
  }
}
