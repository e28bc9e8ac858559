#!/usr/bin/env node
import { argument, serveModel } from './model-server.mjs';
import { paint, paintOver } from './picture/painter.mjs';
import { readPictures } from './picture/given-pictures.mjs';
import { readWish } from './picture/wish.mjs';

// Stands where lemond expects stable-diffusion.cpp's `sd-server --listen-port PORT -m FILE`. No image model is small
// enough to come along, so it draws a landscape that follows from the words, the size and the seed, and says so in it.
// An edit paints that landscape over the picture: where the mask lets it, or thinly everywhere.

const answer = (pictures) => {
  const data = pictures.map((picture) => ({ b64_json: picture.toString('base64') }));
  const created = Math.floor(Date.now() / 1_000);
  return { contentType: 'application/json', body: JSON.stringify({ created, output_format: 'png', data }) };
};

const severalOf = ({ count, ...wish }, draw) =>
  Array.from({ length: count }, (_, index) => draw({ ...wish, seed: wish.seed + index }));

serveModel(Number(argument('--listen-port')), {
  '/v1/images/generations': async (body) => answer(severalOf(readWish(body), paint)),
  '/v1/images/edits': async (body) => {
    const { picture, mask } = await readPictures(body);
    const size = `${picture.width}x${picture.height}`;
    const numbers = Object.fromEntries(
      ['n', 'seed'].filter((name) => name in body).map((name) => [name, Number(body[name])]),
    );
    const wish = readWish({ prompt: body.prompt, size, ...numbers });
    return answer(severalOf(wish, (one) => paintOver(one, picture, mask)));
  },
});
