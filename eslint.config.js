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

const letters = '/\\p{L}/u';
const spokenAttributes =
  '/^(aria-(label|description|roledescription|valuetext)|title|label|alt|placeholder|hint|legend|question|confirmation|action|problem)$/';
/** Begins like a sentence: `Sign out`, `You’re in`, `Admin: reads`. */
const sentence = '/^\\p{Lu}\\p{Ll}*[:,]?[’ ]\\p{L}/u';
const tellReader = "Readers' words belong in dashboard/src/locales: say t('area:key').";

/** Where words bypass the catalogues: in elements, in attributes that are read or shown, in the page's title, in tables. */
const wordsOutsideCatalogues = [
  `JSXElement:not([openingElement.name.name='code']) > JSXText[value=${letters}]:not([value=/^\\s*Tidemark\\s*$/])`,
  `JSXElement > JSXExpressionContainer > Literal[value=${letters}]`,
  `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${letters}]`,
  `JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${letters}]`,
  `JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > TemplateLiteral > TemplateElement[value.raw=${letters}]`,
  `JSXAttribute[name.name=${spokenAttributes}] > Literal[value=${letters}]`,
  `JSXAttribute[name.name=${spokenAttributes}] > JSXExpressionContainer > Literal[value=${letters}]`,
  `JSXAttribute[name.name=${spokenAttributes}] > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${letters}]`,
  `JSXAttribute[name.name=${spokenAttributes}] > JSXExpressionContainer > ConditionalExpression > Literal[value=${letters}]`,
  `AssignmentExpression[left.object.name='document'][left.property.name='title'] > Literal[value!='Tidemark']`,
  `:matches(Property, ReturnStatement, ConditionalExpression, LogicalExpression, VariableDeclarator, ArrayExpression) > Literal[value=${sentence}]`,
].map((selector) => ({ selector, message: tellReader }));

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
    // What readers see stands in the catalogues (dashboard/src/locales), where every language has it.
    files: ['dashboard/src/components/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...wordsOutsideCatalogues] },
  },
  {
    // A list of words is as long as what there is to say.
    files: ['dashboard/src/locales/{en,de}/*.ts'],
    rules: { 'max-lines': 'off' },
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
