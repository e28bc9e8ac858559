// Takes the dashboard's icons out of Lucide as plain paths: `npm run icons -w @hal0/frontend`. The library's own components
// bring five kilobytes of template each. To use another icon, add its name here and run it.
import '@angular/compiler';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lucide from '@lucide/angular';

const NAMES = [
  'arrow-right-left',
  'audio-lines',
  'binary',
  'book-open',
  'box',
  'check',
  'chevron-down',
  'circle-alert',
  'cloud',
  'copy',
  'cpu',
  'ellipsis-vertical',
  'external-link',
  'history',
  'image',
  'info',
  'key-round',
  'layers',
  'list-ordered',
  'lock',
  'log-out',
  'menu',
  'message-square',
  'mic',
  'moon',
  'package',
  'pause',
  'play',
  'plus',
  'refresh-cw',
  'rotate-ccw',
  'scroll-text',
  'search',
  'server',
  'settings',
  'sun',
  'triangle-alert',
  'unplug',
  'x',
];

const toPath = {
  path: ({ d }) => d,
  line: ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}`,
  polyline: ({ points }) => `M${points}`,
  polygon: ({ points }) => `M${points}Z`,
  circle: ({ cx, cy, r }) => `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  ellipse: ({ cx, cy, rx, ry }) => `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`,
  rect: ({ x, y, width, height, rx = 0 }) => {
    const corner = (dx, dy) => `a${rx} ${rx} 0 0 1 ${dx} ${dy}`;
    const [w, h] = [width - 2 * rx, height - 2 * rx];
    return `M${+x + +rx} ${y}h${w}${corner(rx, rx)}v${h}${corner(-rx, rx)}h${-w}${corner(-rx, -rx)}v${-h}${corner(rx, -rx)}Z`;
  },
};

function paths(name) {
  const icon = lucide[`Lucide${name.replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase())}`]?.icon;
  if (!icon) throw new Error(`Lucide has no icon ${name}`);
  return icon.node.map(([tag, { key: _key, ...attributes }]) => {
    const numbers = Object.fromEntries(
      Object.entries(attributes).map(([at, value]) => [at, Number.isNaN(+value) ? value : +value]),
    );
    return toPath[tag](numbers);
  });
}

const lines = NAMES.map((name) => `  '${name}': [${paths(name).map((d) => `'${d}'`)}],`);
writeFileSync(
  join(import.meta.dirname, 'src/app/ui/icon/icons.ts'),
  `// Made by icons.mjs from @lucide/angular (ISC licence).\n\n/** Outlines on a 24-unit grid, by Lucide's names. */\nexport const ICONS = {\n${lines.join('\n')}\n} as const satisfies Record<string, readonly string[]>;\n\nexport type IconName = keyof typeof ICONS;\n`,
);
