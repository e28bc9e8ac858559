import { Canvas } from './canvas.mjs';
import { chance } from './chance.mjs';

const HILLS = 4;
const STARS = 60;
const INK = [255, 255, 255];
const PAPER = [20, 20, 28];
const MARK = 'HAL0 DEMO - NO MODEL DREW THIS';

/**
 * A landscape that depends on what was asked for and on nothing else, with a band that says what it is.
 * @param {{ prompt: string, width: number, height: number, seed: number }} wish
 * @returns {Buffer} a PNG
 */
export function paint(wish) {
  const canvas = paintLandscape(wish);
  paintBand(canvas, wish.prompt);
  return canvas.toPng();
}

/**
 * The same over a picture: all of it where the mask is transparent, or half of it everywhere when there is no mask.
 * @param {{ prompt: string, width: number, height: number, seed: number }} wish of the picture's size
 * @param {import('pngjs').PNG} picture
 * @param {import('pngjs').PNG | undefined} mask
 * @returns {Buffer} a PNG
 */
export function paintOver(wish, picture, mask) {
  const canvas = paintLandscape(wish);
  canvas.mix(picture.data, (at) => (mask ? mask.data[at + 3] / 255 : 0.5));
  paintBand(canvas, wish.prompt);
  return canvas.toPng();
}

function paintLandscape({ prompt, width, height, seed }) {
  const random = chance(`${prompt}\n${seed}`);
  const canvas = new Canvas(width, height);
  const hue = 360 * random();
  const night = random() < 0.4;
  paintSky(canvas, hue, night);
  if (night) paintStars(canvas, random);
  const radius = Math.min(width, height) * (0.06 + 0.08 * random());
  canvas.disc(width * (0.15 + 0.7 * random()), height * (0.15 + 0.2 * random()), radius, fromHue(hue + 180, 0.5, 0.85));
  for (let hill = 1; hill <= HILLS; hill++)
    paintHill(canvas, random, hill, fromHue(hue + 30 * hill, 0.45, 0.62 - 0.13 * hill));
  return canvas;
}

function paintSky(canvas, hue, night) {
  for (let y = 0; y < canvas.height; y++) {
    const depth = y / canvas.height;
    canvas.box(0, y, canvas.width, 1, fromHue(hue + 40 * depth, 0.55, (night ? 0.08 : 0.45) + 0.35 * depth));
  }
}

function paintStars(canvas, random) {
  for (let star = 0; star < STARS; star++) {
    canvas.set(Math.floor(canvas.width * random()), Math.floor(canvas.height * 0.6 * random()), INK);
  }
}

/** Three waves over each other look like a hill. */
function paintHill(canvas, random, hill, colour) {
  const waves = [1, 2, 5].map((times) => ({ times, shift: random() * 2 * Math.PI, size: (0.06 * random()) / times }));
  const base = 0.35 + 0.12 * hill;
  for (let x = 0; x < canvas.width; x++) {
    const across = (x / canvas.width) * 2 * Math.PI;
    const rise = waves.reduce((sum, { times, shift, size }) => sum + size * Math.sin(times * across + shift), 0);
    const top = Math.round(canvas.height * (base - rise));
    canvas.box(x, top, 1, canvas.height - top, colour);
  }
}

/** What it is, and what was asked for, on a band at the foot: as large as fits. */
function paintBand(canvas, prompt) {
  const scale = Math.max(1, Math.floor(canvas.width / Canvas.letterWidth(1) / (MARK.length + 2)));
  const margin = 2 * scale;
  const line = Canvas.letterHeight(scale) + margin;
  const top = canvas.height - 2 * line - margin;
  const fits = Math.floor((canvas.width - 2 * margin) / Canvas.letterWidth(scale));
  canvas.box(0, top, canvas.width, canvas.height - top, PAPER);
  canvas.text(margin, top + margin, MARK, scale, INK);
  canvas.text(margin, top + margin + line, prompt.slice(0, fits), scale, [170, 170, 190]);
}

/** Hue in degrees, the others from 0 to 1; rounded, so that no machine's arithmetic shows. */
function fromHue(hue, saturation, lightness) {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const part = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(part - 3, 9 - part, 1))));
  });
}
