// The house rules of docs/adr as checks. The table says which other libraries each library may import; a library that
// is not in it may import none.
const FOUNDATION = ['platform', 'config'];

export const TIERS = {
  platform: [],
  config: ['platform'],
  activity: FOUNDATION,
  hardware: FOUNDATION,
  lemonade: FOUNDATION,
  memory: FOUNDATION,
  update: FOUNDATION,
  registry: [...FOUNDATION, 'lemonade', 'hardware'],
  slots: [...FOUNDATION, 'lemonade', 'hardware', 'registry'],
  setup: [...FOUNDATION, 'hardware', 'registry', 'slots'],
  dispatcher: [...FOUNDATION, 'lemonade', 'registry', 'slots'],
  'omni-router': [...FOUNDATION, 'slots', 'dispatcher'],
  agents: FOUNDATION,
  gateway: [...FOUNDATION, 'registry', 'slots', 'dispatcher', 'omni-router'],
  mcp: [...FOUNDATION, 'registry', 'slots', 'setup', 'hardware', 'memory', 'agents', 'activity'],
};
TIERS.hal0 = Object.keys(TIERS);

const anyOf = (names) => `(?:${names.join('|')})`;

/** Specs and what only specs use. */
const TESTS = '\\.spec\\.ts$|^(apps|libs)/[^/]+/test/|^(apps|libs)/[^/]+/src/testing/|^e2e/';

const tiers = Object.entries(TIERS).map(([lib, allowed]) => ({
  name: `tiers-${lib}`,
  comment: `libs/${lib} may import ${allowed.join(', ') || 'no other library'}.`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^libs/', pathNot: `^libs/${anyOf([lib, ...allowed])}/` },
}));

const rules = [
  {
    name: 'no-cycles',
    comment:
      'ES modules turn a cycle into a crash at load. If two parts need each other, one publishes an event, or the shared part is a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'tiers-unlisted',
    comment: 'A new library gets its line in the table first.',
    from: { path: '^libs/([^/]+)/', pathNot: `^libs/${anyOf(Object.keys(TIERS))}/` },
    to: { path: '^libs/', pathNot: '^libs/$1/' },
  },
  {
    name: 'front-door',
    comment:
      'A library is seen through its src/index.ts, by tests also through src/testing/index.ts. Paths have a door of their own: a command line that only asks where the API is must not load a database.',
    from: { path: '^(?:libs|apps|e2e|frontend)/([^/]+)/' },
    to: {
      path: '^libs/(?!platform/src/paths/hal0-paths\\.ts$)[^/]+/(?!src/index\\.ts$|src/testing/index\\.ts$|package\\.json$)',
      pathNot: '^libs/$1/',
    },
  },
  {
    name: 'testing-not-in-production',
    comment: 'Fakes and contract suites are for tests.',
    from: { path: '^(libs|apps)/', pathNot: TESTS },
    to: { path: '^(libs|apps)/[^/]+/src/testing/|\\.spec\\.ts$' },
  },
  { name: 'libs-never-import-apps', from: { path: '^libs/' }, to: { path: '^apps/' } },
  { name: 'apps-never-import-apps', from: { path: '^apps/([^/]+)/' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
  {
    name: 'no-http-platform-in-libs',
    comment: 'A host may run hal0 on Express; only the byte path of the gateway knows Fastify.',
    from: { path: '^libs/', pathNot: `^libs/gateway/|${TESTS}` },
    to: { path: '(^|node_modules/)(fastify|@fastify/[^/]+|@nestjs/platform-[^/]+)(/|$)' },
  },
  {
    name: 'entities-stay-home',
    comment: 'A table belongs to one library; libs/hal0 may compose them.',
    from: { path: '^(?:libs|apps|frontend|e2e)/([^/]+)/', pathNot: '^libs/hal0/' },
    to: { path: '\\.entity\\.ts$', pathNot: '^libs/$1/' },
  },
  {
    name: 'entities-not-at-the-front-door',
    comment: 'What src/index.ts exports, every library above can import.',
    from: { path: '^libs/[^/]+/src/index\\.ts$' },
    to: { path: '\\.entity\\.ts$' },
  },
  {
    name: 'one-shell',
    comment: 'Child processes are started by libs/platform alone (eslint guards file writes the same way).',
    from: { path: '^(libs|apps)/', pathNot: `^libs/platform/|${TESTS}` },
    to: { path: '^(node:)?(child_process|cluster)$' },
  },
  {
    name: 'no-junk-drawers',
    comment: 'A file is named after what it does.',
    from: {},
    to: {
      path: '^(libs|apps|frontend|e2e|bench|scripts)/.*/?(utils?|helpers?|common|misc)(/|\\.[a-z.]+$)',
      pathNot: 'node_modules',
    },
  },
  {
    name: 'frontend-by-contract',
    comment:
      'The dashboard knows the API by the client generated from docs/api/openapi.json, and nothing of the server.',
    from: { path: '^frontend/' },
    to: { path: '^(libs|apps)/|node_modules/@hal0/|^@hal0/|node_modules/@nestjs/|^@nestjs/' },
  },
  {
    name: 'features-do-not-import-features',
    comment: 'What two features share belongs to core or ui.',
    from: { path: '^frontend/src/app/(?!core/|ui/)([^/]+)/' },
    to: { path: '^frontend/src/app/[^/]+/', pathNot: '^frontend/src/app/($1|core|ui)/' },
  },
  {
    name: 'core-imports-no-feature',
    from: { path: '^frontend/src/app/core/' },
    to: { path: '^frontend/src/app/', pathNot: '^frontend/src/app/(core|ui)/' },
  },
  {
    name: 'ui-imports-nothing',
    comment: 'The design system knows neither features nor the API.',
    from: { path: '^frontend/src/app/ui/' },
    to: { path: '^frontend/', pathNot: '^frontend/src/app/ui/|node_modules' },
  },
  {
    name: 'no-unresolvable',
    comment: 'Also catches deep imports past the front door, which package exports do not let through.',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...rules.map((rule) => ({ severity: 'error', ...rule })), ...tiers],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['hal0-src', 'types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
