/** Brings a clone into working order: packages installed, what changed built. Run again, it does only what is left. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install } from './install.mjs';
import { PlainError, npm, root, runQuietly, say, tool } from './process.mjs';

const shared = [
  'package-lock.json',
  'tsconfig.base.json',
  'contracts/src',
  'contracts/package.json',
  'contracts/tsconfig.json',
];

const compiled = (room, output) => ({
  label: room,
  sources: [`${room}/src`, `${room}/package.json`, `${room}/tsconfig.json`],
  output,
});

/** What is built, in order: from which sources, how, and a file that proves it was. */
const steps = {
  contracts: {
    ...compiled('contracts', 'contracts/dist/index.js'),
    command: () => tool('typescript/bin/tsc', '-b', 'contracts'),
  },
  tracker: {
    label: 'tracker',
    sources: ['tracker/src', 'tracker/package.json', 'tracker/build.mjs'],
    output: 'tracker/dist/manifest.json',
    command: () => npm('run', '--silent', 'build', '-w', 'tracker'),
  },
  api: { ...compiled('api', 'api/dist/main.js'), command: () => tool('typescript/bin/tsc', '-b', 'api') },
  cli: {
    ...compiled('cli', 'cli/dist/tidemark.js'),
    needs: ['api'],
    command: () => tool('typescript/bin/tsc', '-b', 'cli'),
  },
  dashboard: {
    label: 'dashboard',
    sources: ['src', 'public', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'].map(
      (name) => `dashboard/${name}`,
    ),
    output: 'dashboard/dist/index.html',
    command: () => npm('run', '--silent', 'build', '-w', 'dashboard'),
  },
};

function* listFiles(entry) {
  const full = path.join(root, entry);
  if (!existsSync(full)) return;
  const found = readdirSync(path.dirname(full), { withFileTypes: true }).find(
    ({ name }) => name === path.basename(full),
  );
  if (!found.isDirectory()) {
    yield entry;
    return;
  }
  for (const name of readdirSync(full).sort()) yield* listFiles(`${entry}/${name}`);
}

/** The same hash means the same sources: times of files mean nothing after a clone. */
function hashSources(step) {
  const hash = createHash('sha256');
  const needed = (step.needs ?? []).flatMap((name) => steps[name].sources);
  for (const entry of [...shared, ...needed, ...step.sources]) {
    for (const file of listFiles(entry)) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

async function build(name) {
  const step = steps[name];
  const stamp = path.join(root, 'node_modules', '.cache', 'tidemark', name);
  const hash = hashSources(step);
  const isBuilt = existsSync(path.join(root, step.output));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`Building ${step.label}`);
  const { code, output } = await runQuietly(step.command());
  if (code !== 0) {
    say(output);
    throw new PlainError(`${step.label} could not be built: see above.`);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * Installs, and builds what changed.
 * @param names What is needed; default: everything.
 */
export async function setUp(names = Object.keys(steps)) {
  await install();
  for (const name of Object.keys(steps)) if (names.includes(name)) await build(name);
}
