import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['{apps,libs,e2e}/**/*.ts'];
const DASHBOARD = ['frontend/src/**/*.ts'];
const SCRIPTS = ['**/*.mjs'];
const TESTS = [
  '**/*.spec.ts',
  '**/*.e2e-spec.ts',
  '{apps,libs}/*/test/**/*.ts',
  '{apps,libs}/*/src/testing/**/*.ts',
  'e2e/**/*.ts',
];

/** Everything of node:fs that changes a file: what is written, is written whole or not at all, by libs/platform. */
const FILE_WRITES = [
  ...[
    'writeFile',
    'appendFile',
    'rename',
    'truncate',
    'copyFile',
    'cp',
    'unlink',
    'rm',
    'rmdir',
    'mkdir',
    'mkdtemp',
    'symlink',
    'link',
    'chmod',
    'chown',
    'utimes',
  ],
].flatMap((name) => [name, `${name}Sync`]);
const FILE_HANDLES = ['createWriteStream', 'default', 'promises'];

const writesBelongToPlatform = ['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({
  name,
  importNames: [...FILE_WRITES, ...FILE_HANDLES],
  message: 'Files are changed through @hal0/platform alone (writeFileAtomic and its neighbours).',
}));

const strictness = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  // Leaves files with decorators alone: dependency injection needs their imports at run time.
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
  ],
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // A method keeps its promise-returning signature whether or not it has to wait today.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-empty-function': 'off',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSAsExpression > TSNeverKeyword', message: '"as never" silences the type checker.' },
  ],
  'max-lines': ['error', { max: 300 }],
  eqeqeq: 'error',
};

const TIME = 'Time comes from the Clock of @hal0/platform, so that tests need not wait.';

/** V8 allocates such a function among old objects, where it keeps everything that its request has made (ADR 2). */
const functionsArePassed = {
  selector:
    'AssignmentExpression[left.type="MemberExpression"] > .right:matches(ArrowFunctionExpression, FunctionExpression)',
  message: 'A function that is assigned to a property keeps its request in memory; pass it to a method instead.',
};

/** The configuration for a tree at `root`; a function so that the rules themselves can be tested on a small tree. */
export function configuration(root) {
  const typed = { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } } };
  return tseslint.config(
    { ignores: ['**/dist/', '**/node_modules/', '**/.angular/', '.hal0/', 'coverage/', 'frontend/src/api/'] },
    // No inline exceptions: a rule that is wrong is changed here, for everybody.
    { linterOptions: { noInlineConfig: true } },
    {
      files: TYPESCRIPT,
      extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.strict],
      ...typed,
      rules: strictness,
    },
    {
      files: ['libs/**/*.ts'],
      ignores: ['libs/platform/**', ...TESTS],
      rules: {
        'no-console': 'error',
        'no-restricted-imports': ['error', { paths: writesBelongToPlatform }],
        'no-restricted-properties': [
          'error',
          {
            object: 'process',
            property: 'env',
            message: 'Libraries get their settings as options; apps read the environment.',
          },
          { object: 'process', property: 'chdir', message: 'The working folder belongs to the host application.' },
          { object: 'Date', property: 'now', message: TIME },
          { object: 'performance', property: 'now', message: TIME },
        ],
        'no-restricted-globals': ['error', ...['setTimeout', 'setInterval'].map((name) => ({ name, message: TIME }))],
        'no-restricted-syntax': [
          ...strictness['no-restricted-syntax'],
          { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: TIME },
          functionsArePassed,
        ],
      },
    },
    {
      files: DASHBOARD,
      extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.strict, angular.configs.tsRecommended],
      processor: angular.processInlineTemplates,
      ...typed,
      rules: strictness,
    },
    {
      files: ['frontend/src/**/*.html'],
      extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    },
    {
      files: TESTS,
      rules: {
        'max-lines': ['error', { max: 400 }],
        // Matchers and JSON bodies are `any`; a wrong guess about them fails the test itself.
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-call': 'off',
        '@typescript-eslint/no-unsafe-return': 'off',
        '@typescript-eslint/unbound-method': 'off',
        '@typescript-eslint/no-non-null-assertion': 'off',
      },
    },
    {
      files: SCRIPTS,
      extends: [tseslint.configs.recommended],
      rules: {
        'max-lines': ['error', { max: 200 }],
        '@typescript-eslint/no-unused-vars': strictness['@typescript-eslint/no-unused-vars'],
        eqeqeq: 'error',
      },
    },
  );
}

export default configuration(import.meta.dirname);
