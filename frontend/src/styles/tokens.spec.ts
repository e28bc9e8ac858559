import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rgb = readonly number[];
const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const AA_TEXT = 4.5;
/** Large figures, control borders and graphics that carry meaning. */
const AA_GRAPHIC = 3;

function tokens(theme: 'dark' | 'light'): Map<string, Rgb> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const found = block.matchAll(/--([\w-]+): #([0-9a-f]{6});/g);
  return new Map(
    [...found].map(([, name = '', hex = '']) => [name, [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16))]),
  );
}

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** color-mix(in srgb, a share, b) */
function mix(a: Rgb, share: number, b: Rgb): Rgb {
  return a.map((value, at) => value * share + (b[at] ?? 0) * (1 - share));
}

describe.each(['dark', 'light'] as const)('tokens of the %s theme', (theme) => {
  const all = tokens(theme);
  const token = (name: string): Rgb => {
    const colour = all.get(name);
    if (!colour) throw new Error(`no token --${name} in the ${theme} theme`);
    return colour;
  };

  it.each(
    ['text', 'text-2', 'text-3'].flatMap((text) =>
      ['bg', 'surface', 'surface-2'].map((ground) => [text, ground] as const),
    ),
  )('--%s is readable on --%s', (text, ground) =>
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(AA_TEXT),
  );

  it.each(['danger', 'warn', 'ok', 'info', 'accent'])('--%s is readable on cards', (name) =>
    expect(contrast(token(name), token('surface'))).toBeGreaterThanOrEqual(AA_TEXT),
  );

  it.each(['rocm', 'vulkan', 'cuda', 'cpu', 'npu'])('the %s chip is readable', (device) => {
    const hue = token(`device-${device}`);
    expect(contrast(hue, mix(hue, 0.12, token('surface')))).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('the primary button is readable', () => {
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('text is readable on tinted notes', () => {
    const note = mix(token('danger'), 0.08, token('surface'));
    const bar = mix(token('warn'), 0.1, token('surface'));
    const chosen = mix(token('accent'), 0.14, token('surface'));
    const told = ['info', 'warn'].map((name) => mix(token(name), 0.08, token('surface')));
    for (const name of ['text', 'text-2']) {
      for (const ground of [note, bar, chosen, ...told])
        expect(contrast(token(name), ground)).toBeGreaterThanOrEqual(AA_TEXT);
    }
  });

  it('added and removed lines of a diff are readable', () => {
    for (const name of ['ok', 'danger'])
      expect(contrast(token('text'), mix(token(name), 0.12, token('bg')))).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('the ring, the focus ring and the edges of fields stand out', () => {
    for (const ground of ['bg', 'surface', 'surface-2']) {
      expect(contrast(token('accent'), token(ground))).toBeGreaterThanOrEqual(AA_GRAPHIC);
      expect(contrast(token('text-3'), token(ground))).toBeGreaterThanOrEqual(AA_GRAPHIC);
    }
  });
});
