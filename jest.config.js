import { existsSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;

/** What swc makes of a source file; the same choices as tsconfig.base.json. */
const swc = (isTsx) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: isTsx, decorators: true },
      transform: {
        legacyDecorator: true,
        useDefineForClassFields: false,
        verbatimModuleSyntax: true,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
      // As Node and Jest want them for JSON.
      experimental: { keepImportAttributes: true },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** A workspace's tests lie beside its code, and are run from the sources: nothing needs to be built for them. */
const project = (name, options = {}) => ({
  displayName: name,
  rootDir: root,
  roots: [`<rootDir>/${name}/src`],
  testMatch: ['**/*.test.{ts,tsx}'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'json', 'node'],
  transform: { '\\.ts$': swc(false), '\\.tsx$': swc(true) },
  moduleNameMapper: {
    '^@tidemark/api/testing$': '<rootDir>/api/src/testing/index.ts',
    '^@tidemark/([^/]+)$': '<rootDir>/$1/src/index.ts',
    // Relative imports name the compiled file, as Node wants it; the source beside the test is meant.
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '\\.css$': '<rootDir>/scripts/jest/empty-style.mjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/[^/]+/dist/', '<rootDir>/data/'],
  ...options,
});

/** Projects whose tests need PostgreSQL share one server, started once for the run. */
const onDatabase = {
  globalSetup: '<rootDir>/api/dist/testing/global-setup.js',
  globalTeardown: '<rootDir>/api/dist/testing/global-teardown.js',
};

const dashboardSetUp = 'dashboard/src/testing/set-up.ts';
const trackerTests = ['tracker/src', 'tracker/test'].filter((folder) => existsSync(path.join(root, folder)));

export default {
  rootDir: root,
  maxWorkers: 2,
  // Modules of tests that are over stay in a worker's memory, and coverage is taken of them all again and again: by the
  // hundredth file a test of milliseconds took ten seconds.
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
  projects: [
    project('contracts'),
    project('tracker', { roots: trackerTests.map((folder) => `<rootDir>/${folder}`) }),
    project('api', onDatabase),
    project('cli', onDatabase),
    project('dashboard', {
      testEnvironment: '<rootDir>/scripts/jest/browser-environment.mjs',
      setupFilesAfterEnv: existsSync(path.join(root, dashboardSetUp)) ? [`<rootDir>/${dashboardSetUp}`] : [],
    }),
    project('e2e', onDatabase),
  ],
  coverageProvider: 'v8',
  coverageDirectory: '<rootDir>/coverage',
  coverageReporters: ['text-summary', 'html', 'json-summary'],
  collectCoverageFrom: [
    '{api,cli,contracts,tracker,dashboard}/src/**/*.{ts,tsx}',
    '!**/*.test.{ts,tsx}',
    '!**/*.d.ts',
    '!**/testing/**',
    '!**/main.{ts,tsx}', // they start what app.ts composes; the end-to-end tests run them
  ],
  coverageThreshold: {
    'api/src/': { statements: 80, branches: 80, functions: 80, lines: 80 },
    'dashboard/src/': { statements: 80, branches: 80, functions: 80, lines: 80 },
  },
};
