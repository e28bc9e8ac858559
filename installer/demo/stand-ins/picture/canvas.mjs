import { PNG } from 'pngjs';
import { glyph, GLYPH_HEIGHT, GLYPH_WIDTH } from './letters.mjs';

/** @typedef {readonly [red: number, green: number, blue: number]} Colour each from 0 to 255 */

/** Pixels that end as a PNG. */
export class Canvas {
  #png;

  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.#png = new PNG({ width, height });
  }

  /** @param {Colour} colour */
  set(x, y, colour) {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = 4 * (y * this.width + x);
    this.#png.data.set(colour, at);
    this.#png.data[at + 3] = 255;
  }

  /** @param {Colour} colour */
  box(left, top, width, height, colour) {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.set(x, y, colour);
  }

  /** @param {Colour} colour */
  disc(centreX, centreY, radius, colour) {
    for (let y = Math.floor(centreY - radius); y <= centreY + radius; y++) {
      for (let x = Math.floor(centreX - radius); x <= centreX + radius; x++) {
        if ((x - centreX) ** 2 + (y - centreY) ** 2 <= radius ** 2) this.set(x, y, colour);
      }
    }
  }

  /**
   * Lets another picture of the same size through.
   * @param {Buffer} pixels four bytes each
   * @param {(at: number) => number} share of the other picture, from 0 to 1, at the pixel that begins at this byte
   */
  mix(pixels, share) {
    const { data } = this.#png;
    for (let at = 0; at < data.length; at += 4) {
      const through = share(at);
      for (let part = at; part < at + 3; part++) data[part] = data[part] * (1 - through) + pixels[part] * through;
    }
  }

  /**
   * Capital letters, figures and a little punctuation; anything else becomes a gap.
   * @param {number} scale pixels per dot
   * @param {Colour} colour
   */
  text(left, top, words, scale, colour) {
    [...words.toUpperCase()].forEach((character, index) => {
      const start = left + index * Canvas.letterWidth(scale);
      glyph(character).forEach((row, y) =>
        [...row].forEach((dot, x) => {
          if (dot === '#') this.box(start + x * scale, top + y * scale, scale, scale, colour);
        }),
      );
    });
  }

  static letterWidth(scale) {
    return (GLYPH_WIDTH + 1) * scale;
  }

  static letterHeight(scale) {
    return GLYPH_HEIGHT * scale;
  }

  /** @returns {Buffer} */
  toPng() {
    return PNG.sync.write(this.#png, { colorType: 2 });
  }
}
