/** The direction of imports: ARCHITECTURE's table of rooms, and the walls between the capabilities of api/src. */

/** Folders of api/src that hold no capability: anyone in api may import them. */
const common = 'db|domain|http|testing';

const mayImportOnly = (room, allowed) => ({
  name: `${room}-imports-only-${allowed.join('-and-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(contracts|tracker|api|cli|dashboard|e2e|bench)/', pathNot: `^(${[room, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    mayImportOnly('contracts', []),
    mayImportOnly('tracker', ['contracts']),
    mayImportOnly('dashboard', ['contracts']),
    mayImportOnly('api', ['contracts']),
    mayImportOnly('cli', ['contracts', 'api']),
    {
      name: 'tracker-takes-only-types',
      comment: 'The script is small because nothing but its own code is in it.',
      severity: 'error',
      from: { path: '^tracker/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^tracker/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rooms-meet-at-the-front-door',
      comment: 'cli and e2e use what @tidemark/api hands out, not its inside.',
      severity: 'error',
      from: { path: '^(cli|e2e|dashboard|tracker)/' },
      to: { path: '^(api|contracts)/(src|dist)/', pathNot: '^(api|contracts)/(src|dist)/((testing/)?index)\\.' },
    },
    {
      name: 'capabilities-meet-at-their-index',
      severity: 'error',
      // What only tests use sees what tests see.
      from: { path: '^api/src/([^/]+)/', pathNot: '\\.test\\.ts$|^api/src/testing/' },
      to: { path: '^api/src/([^/]+)/', pathNot: `^api/src/($1|${common})/|^api/src/[^/]+/index\\.ts$` },
    },
    {
      name: 'composition-takes-capabilities-by-their-index',
      severity: 'error',
      from: { path: '^api/src/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '^api/src/[^/]+/', pathNot: `^api/src/(${common})/|^api/src/[^/]+/index\\.ts$` },
    },
    {
      name: 'domain-knows-no-capability',
      severity: 'error',
      from: { path: '^api/src/domain/' },
      to: { path: '^api/src/', pathNot: '^api/src/(domain/|testing/)' },
    },
    {
      name: 'db-knows-no-capability',
      severity: 'error',
      from: { path: '^api/src/db/' },
      to: { path: '^api/src/[^/]+/', pathNot: '^api/src/(db|domain|testing)/' },
    },
    {
      name: 'nothing-of-the-product-imports-test-code',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|/testing/|^tracker/test/|^e2e/)' },
      to: { path: '(\\.test\\.tsx?$|/testing/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '\\.css$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
