// Each house rule catches a violation planted in a small tree, and lets the clean part of that tree pass.
import { cruise } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import depcruise from '../.dependency-cruiser.mjs';
import { configuration } from '../eslint.config.mjs';
import { CLONE } from './bootstrap/clone.mjs';

const LIBS = ['platform', 'config', 'slots', 'registry', 'gateway', 'memory', 'newcomer'];

const FILES = {
  'libs/platform/src/index.ts': "export const paths = 1;\nexport * from './shell.js';\n",
  'libs/platform/src/shell.ts': "import { spawn } from 'node:child_process';\nexport const start = spawn;\n",
  'libs/platform/src/testing/index.ts': 'export const fakeClock = 1;\n',
  'libs/config/src/index.ts': "export { paths } from '@hal0/platform';\n",
  'libs/registry/src/index.ts': "export { ModelEntity } from './model.entity.js';\nexport const registry = 1;\n",
  'libs/registry/src/model.entity.ts': 'export class ModelEntity {}\n',
  'libs/registry/src/inside.ts': 'export const secret = 1;\n',
  'libs/gateway/src/index.ts': "import 'fastify';\nexport const gateway = 1;\n",
  'libs/memory/src/index.ts': 'export const memory = 1;\n',
  'libs/newcomer/src/index.ts': "import '@hal0/platform';\n",
  'libs/slots/src/index.ts': "export const slots = 1;\nimport '@hal0/platform';\nimport '@hal0/registry';\n",
  'libs/slots/src/cycle-a.ts': "import type { B } from './cycle-b.js';\nexport type A = B | 1;\n",
  'libs/slots/src/cycle-b.ts': "import type { A } from './cycle-a.js';\nexport type B = A | 2;\n",
  'libs/slots/src/upstairs.ts': "import '@hal0/gateway';\n",
  'libs/slots/src/sideways.ts': "import '@hal0/memory';\n",
  'libs/slots/src/back-door.ts': "import '../../registry/src/inside.js';\n",
  'libs/slots/src/uses-fake.ts': "import '@hal0/platform/testing';\n",
  'libs/slots/src/fine.spec.ts': "import '@hal0/platform/testing';\nimport 'fastify';\n",
  'libs/slots/src/to-app.ts': "import '../../../apps/api/src/main.js';\n",
  'libs/slots/src/http-platform.ts': "import 'fastify';\nimport '@nestjs/platform-fastify';\n",
  'libs/slots/src/shell.ts': "import 'node:child_process';\n",
  'libs/slots/src/drawer.ts': "import './utils.js';\n",
  'libs/slots/src/utils.ts': 'export const odds = 1;\n',
  'libs/slots/src/entity-thief.ts': "import '../../registry/src/model.entity.js';\n",
  'libs/slots/src/lost.ts': "import './nowhere.js';\n",
  'apps/api/src/main.ts': "import '@hal0/slots';\nimport 'fastify';\n",
  'apps/cli/src/main.ts': "import '../../api/src/main.js';\n",
  'frontend/src/app/core/api.ts': 'export const api = 1;\n',
  'frontend/src/app/core/knows-feature.ts': "import '../slots/slots.js';\n",
  'frontend/src/app/ui/ring.ts': "import './pip.js';\n",
  'frontend/src/app/ui/pip.ts': 'export const pip = 1;\n',
  'frontend/src/app/ui/curious.ts': "import '../core/api.js';\n",
  'frontend/src/app/slots/slots.ts': "import '../core/api.js';\nimport '../ui/ring.js';\n",
  'frontend/src/app/models/models.ts': "import '../slots/slots.js';\n",
  'frontend/src/app/models/server.ts': "import '@hal0/slots';\n",
};

/** Rule, file it must complain about. */
const VIOLATIONS = [
  ['no-cycles', 'libs/slots/src/cycle-a.ts'],
  ['tiers-slots', 'libs/slots/src/upstairs.ts'],
  ['tiers-slots', 'libs/slots/src/sideways.ts'],
  ['tiers-unlisted', 'libs/newcomer/src/index.ts'],
  ['front-door', 'libs/slots/src/back-door.ts'],
  ['testing-not-in-production', 'libs/slots/src/uses-fake.ts'],
  ['libs-never-import-apps', 'libs/slots/src/to-app.ts'],
  ['apps-never-import-apps', 'apps/cli/src/main.ts'],
  ['no-http-platform-in-libs', 'libs/slots/src/http-platform.ts'],
  ['entities-stay-home', 'libs/slots/src/entity-thief.ts'],
  ['entities-not-at-the-front-door', 'libs/registry/src/index.ts'],
  ['one-shell', 'libs/slots/src/shell.ts'],
  ['no-junk-drawers', 'libs/slots/src/drawer.ts'],
  ['frontend-by-contract', 'frontend/src/app/models/server.ts'],
  ['features-do-not-import-features', 'frontend/src/app/models/models.ts'],
  ['core-imports-no-feature', 'frontend/src/app/core/knows-feature.ts'],
  ['ui-imports-nothing', 'frontend/src/app/ui/curious.ts'],
  ['no-unresolvable', 'libs/slots/src/lost.ts'],
];

/** Code that eslint must refuse in a library, and the rule that does. */
const REFUSED = [
  ['@typescript-eslint/no-explicit-any', 'export const a = (x: any) => String(x);\n'],
  ['@typescript-eslint/no-floating-promises', "Promise.reject(new Error('lost'));\n"],
  [
    '@typescript-eslint/consistent-type-imports',
    "import { Stats } from 'node:fs';\nexport const f = (s: Stats) => s.size;\n",
  ],
  ['no-restricted-imports', "import { writeFile } from 'node:fs/promises';\nexport const w = writeFile;\n"],
  ['no-restricted-imports', "import * as fs from 'node:fs';\nexport const r = fs.readFileSync;\n"],
  ['no-restricted-properties', "export const home = process.env['HOME'];\n"],
  ['no-restricted-properties', 'export const now = Date.now();\n'],
  ['no-restricted-globals', 'setTimeout(() => undefined, 5);\n'],
  ['no-restricted-syntax', 'export const today = new Date();\n'],
  ['no-restricted-syntax', 'export const arm = (t: { stop: unknown }) => void (t.stop = () => 1);\n'],
  ['no-restricted-syntax', "export const trick: number = 'five' as never;\n"],
  ['no-console', "/* eslint-disable */\nconsole.log('hello');\n"],
  ['max-lines', '// filler\n'.repeat(301)],
];

let root;

before(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'hal0-rules-')));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  REFUSED.forEach(([, code], index) => write(`libs/slots/src/refused-${index}.ts`, code));
  write('libs/slots/src/allowed.ts', "import { readFile } from 'node:fs/promises';\nexport const read = readFile;\n");
  write(
    'libs/platform/src/allowed.ts',
    "export { writeFile } from 'node:fs/promises';\nexport const now = () => Date.now();\n",
  );
  write('frontend/src/app/bad.html', '<img src="a.png" />\n<div (click)="go()">Go</div>\n');
  write('tsconfig.json', JSON.stringify({ extends: join(CLONE, 'tsconfig.base.json'), include: ['libs', 'apps'] }));
  write('package.json', '{ "type": "module" }');
  for (const fake of ['fastify', '@nestjs/platform-fastify']) {
    write(`node_modules/${fake}/package.json`, '{ "main": "index.js" }');
    write(`node_modules/${fake}/index.js`, '');
  }
  mkdirSync(join(root, 'node_modules/@hal0'));
  for (const lib of LIBS) {
    const exports = { '.': { 'hal0-src': './src/index.ts' }, './testing': { 'hal0-src': './src/testing/index.ts' } };
    write(`libs/${lib}/package.json`, JSON.stringify({ name: `@hal0/${lib}`, type: 'module', exports }));
    symlinkSync(`../../libs/${lib}`, join(root, 'node_modules/@hal0', lib));
  }
  symlinkSync(join(CLONE, 'node_modules/@types'), join(root, 'node_modules/@types'));
});

after(() => rmSync(root, { recursive: true, force: true }));

describe('dependency-cruiser', () => {
  let found;

  before(async () => {
    const { tsConfig: _none, ...options } = depcruise.options;
    const ruleSet = { forbidden: depcruise.forbidden };
    const { output } = await cruise(
      ['apps', 'libs', 'frontend'],
      { ...options, ruleSet, validate: true, baseDir: root },
      options.enhancedResolveOptions,
    );
    found = output.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  });

  for (const [rule, file] of VIOLATIONS) {
    it(`${rule} complains about ${file}`, () => {
      assert.ok(
        found.some((one) => one.rule === rule && one.from === file),
        `found only ${JSON.stringify(found.filter((one) => one.from === file))}`,
      );
    });
  }

  it('has a planted violation for every rule', () => {
    const untested = depcruise.forbidden.map(({ name }) => name).filter((name) => !name.startsWith('tiers-'));
    assert.deepEqual(
      untested.filter((name) => !VIOLATIONS.some(([rule]) => rule === name)),
      [],
    );
  });

  it('complains about nothing else', () => {
    const planted = new Set(VIOLATIONS.map(([, file]) => file));
    assert.deepEqual(
      found.filter(({ from }) => !planted.has(from) && from !== 'libs/slots/src/cycle-b.ts'),
      [],
    );
  });
});

describe('eslint', () => {
  let messages;

  before(async () => {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configuration(root) });
    const results = await eslint.lintFiles([
      'libs/slots/src/refused-*.ts',
      'libs/*/src/allowed.ts',
      'frontend/src/app/*.html',
    ]);
    messages = new Map(
      results.map((result) => [result.filePath.slice(root.length + 1), result.messages.map(({ ruleId }) => ruleId)]),
    );
  });

  REFUSED.forEach(([rule, code], index) => {
    it(`${rule} refuses ${JSON.stringify(code.slice(0, 50))}`, () => {
      assert.ok(messages.get(`libs/slots/src/refused-${index}.ts`).includes(rule));
    });
  });

  it('refuses a page that not everybody can use', () => {
    const seen = messages.get('frontend/src/app/bad.html');
    assert.ok(seen.includes('@angular-eslint/template/alt-text'), String(seen));
    assert.ok(seen.includes('@angular-eslint/template/click-events-have-key-events'), String(seen));
  });

  it('lets libraries read, and platform write', () => {
    assert.deepEqual(messages.get('libs/slots/src/allowed.ts'), []);
    assert.deepEqual(messages.get('libs/platform/src/allowed.ts'), []);
  });
});
