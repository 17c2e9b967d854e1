/** `npm run lint`: every static check, each to its end, so one run shows all there is to mend. */
import { runQuietly, say, tool } from '../process.mjs';
import { install } from '../install.mjs';

const checks = [
  ['types', () => tool('typescript/bin/tsc', '-b', '--pretty')],
  ['lint rules', () => tool('eslint/bin/eslint.js', '.', '--max-warnings=0', '--no-warn-ignored')],
  ['format', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['import directions', () => tool('dependency-cruiser/bin/dependency-cruise.mjs', '--output-type=err', ...rooms)],
  ['unused code', () => tool('knip/bin/knip.js', '--no-progress')],
];

const rooms = ['contracts/src', 'tracker/src', 'api/src', 'cli/src', 'dashboard/src', 'e2e/src'];

export async function run() {
  await install();
  let failed = 0;
  for (const [name, command] of checks) {
    const began = Date.now();
    const { code, output } = await runQuietly(command(), {
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    if (code !== 0) {
      failed++;
      console.log(output);
    }
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  return failed === 0 ? 0 : 1;
}
