// Puts the built API and the packages it uses into a few files: it starts in half the time, and takes less memory.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inClone } from './bootstrap/clone.mjs';

const OUTPUT = inClone('apps/api/dist/bundle');

/** Stay outside: a compiled file, and the files of a page. */
const OUTSIDE = ['better-sqlite3', 'swagger-ui-dist'];

/** Parts of Nest and TypeORM that hal0 does not use, and that are not installed. */
const ABSENT = [
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer/storage',
];

/** CommonJS packages ask for Node's own modules and for what stays outside through these. */
const BANNER = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;

/** Nest asks for optional packages through a `require` of its own, which esbuild does not follow (its issue 1828). */
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';

/**
 * esbuild renames a class that speaks of itself, and one that has decorators. Nest shows the names of classes and the log knows
 * lines by them, so each sets its own; esbuild's `keepNames` would do it for every closure too.
 */
const CLASS = /^(?:export (?:default )?|let \w+ = (?:\w+ = )?)?class (\w+)(?: extends [\w$.]+)? \{/gm;
const withItsName = (head, name) =>
  `${head}static{Object.defineProperty(this,"name",{value:"${name}",configurable:true})}`;

const asWritten = {
  name: 'as-written',
  setup({ onLoad }) {
    onLoad({ filter: /\/(@nestjs|libs|apps)\/.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(OWN_REQUIRE, '').replaceAll(CLASS, withItsName),
    }));
  },
};

/** One letter beyond ASCII makes V8 keep the whole file with two bytes for each; esbuild leaves those in regular expressions. */
const onlyAscii = {
  name: 'only-ascii',
  setup({ onEnd }) {
    onEnd(({ outputFiles }) => {
      mkdirSync(OUTPUT, { recursive: true });
      for (const { path, text } of outputFiles) {
        writeFileSync(path, path.endsWith('.js') ? text.replaceAll(/[^\0-\x7f]/g, escaped) : text);
      }
    });
  },
};
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

rmSync(OUTPUT, { recursive: true, force: true });
await build({
  entryPoints: ['main', 'openapi'].map((name) => inClone(`apps/api/dist/${name}.js`)),
  outdir: OUTPUT,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // Names stay: classes are known by theirs to Nest, TypeORM and the OpenAPI document.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  external: [...OUTSIDE, ...ABSENT, ...ABSENT.map((name) => `${name}/*`)],
  banner: { js: BANNER },
  plugins: [asWritten, onlyAscii],
  write: false,
  logLevel: 'error',
});
