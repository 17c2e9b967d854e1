import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What scripts in plain JavaScript find without importing it. */
const nodeGlobals = [
  'process',
  'console',
  'URL',
  'URLSearchParams',
  'fetch',
  'Buffer',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
  'AbortSignal',
  'AbortController',
  'globalThis',
  'crypto',
  'Response',
  'module',
];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'coverage/', 'data/', 'ml/.venv/', 'fuzz/.venv/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // process.env['NAME'] is what noPropertyAccessFromIndexSignature would ask for; both spellings read well.
      '@typescript-eslint/dot-notation': 'off',
      // A type alias and an interface differ in what they can say; the author chooses.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['dashboard/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    // Expectations read better without the ceremony; what is asserted is checked by running it.
    files: ['**/*.test.{ts,tsx}', '**/testing/**', 'tracker/test/**', 'e2e/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', // parsed answers meet toEqual, which takes unknown
      'max-lines': 'off',
    },
  },
  {
    // Every byte is sent with every first visit, and the shorter spellings do the same there.
    files: ['tracker/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      eqeqeq: 'off', // === between values of one type is a byte more; the type checker refuses any others
      '@typescript-eslint/no-dynamic-delete': 'off', // the store is localStorage itself, its keys are ours
      '@typescript-eslint/prefer-nullish-coalescing': 'off', // compiled for browsers without ??, it's several times as long
      '@typescript-eslint/non-nullable-type-assertion-style': 'off', // its `!` is what no-non-null-assertion forbids
    },
  },
  {
    // A site's owner finds mistakes in the tag's attributes in the browser's console, and nowhere else.
    files: ['tracker/src/banner/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // winston declares its transports as interfaces with a constructor beside them, which the rule doesn't know as classes.
    files: ['api/src/logger.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])),
    },
    rules: {
      eqeqeq: 'error',
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'no-empty': 'error',
      'prefer-const': 'error',
    },
  },
);
