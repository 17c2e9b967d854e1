/** `npm run lint`: every static check, each to its end, so one run shows all there is to mend. */
import { mlRoom } from '../python-rooms.mjs';
import { openPythonTools } from '../python-tools.mjs';
import { runQuietly, say, tool } from '../process.mjs';
import { install } from '../install.mjs';

const rooms = ['contracts/src', 'tracker/src', 'api/src', 'cli/src', 'dashboard/src', 'e2e/src'];

const checks = [
  ['types', tool('typescript/bin/tsc', '-b', '--pretty')],
  ['lint rules', tool('eslint/bin/eslint.js', '.', '--max-warnings=0', '--no-warn-ignored')],
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['import directions', tool('dependency-cruiser/bin/dependency-cruise.mjs', '--output-type=err', ...rooms)],
  ['unused code', tool('knip/bin/knip.js', '--no-progress')],
];

const pythonChecks = (python) => [
  ['Python: lint rules', [python, '-m', 'ruff', 'check'], mlRoom.folder],
  ['Python: format', [python, '-m', 'ruff', 'format', '--check'], mlRoom.folder],
  ['Python: types', [python, '-m', 'mypy'], mlRoom.folder],
];

async function check([name, command, cwd]) {
  const began = Date.now();
  const { code, output } = await runQuietly(command, {
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    ...(cwd && { cwd }),
  });
  if (code !== 0) console.log(output);
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return code === 0;
}

export async function run() {
  await install();
  const results = [];
  for (const one of checks) results.push(await check(one));
  const python = await openPythonTools('the checks of ml/');
  for (const one of python === undefined ? [] : pythonChecks(python)) results.push(await check(one));
  return results.every(Boolean) ? 0 : 1;
}
