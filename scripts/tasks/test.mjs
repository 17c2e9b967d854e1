/**
 * `npm test [-- jest arguments]`: every test with coverage; with arguments, what they choose of Jest's.
 * `npm test -- ml [pytest arguments]`: Python's alone.
 */
import { runVisibly, tool } from '../process.mjs';
import { openPythonTools, runPythonSteps } from '../python-tools.mjs';
import { setUp } from '../set-up.mjs';

async function runJest(args) {
  await setUp();
  // Native ES modules in Jest need the flag in its workers too.
  const options = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = { ...process.env, NODE_OPTIONS: options.filter(Boolean).join(' ') };
  return runVisibly(tool('jest/bin/jest.js', ...args), { env });
}

/** A choice of tests covers too little to be judged by its coverage. */
const runPytest = (args) =>
  runPythonSteps('the tests of ml/', [
    ['coverage', 'run', '-m', 'pytest', ...args],
    ...(args.length === 0 ? [['coverage', 'report']] : []),
  ]);

export async function run([first, ...others]) {
  if (first === 'ml') return runPytest(others);
  if (first !== undefined) return runJest([first, ...others]);
  // Before Jest: tests in e2e/ run the forecasting service, and only skip what needs it.
  await openPythonTools('the tests of e2e/ that forecast');
  const code = await runJest(['--coverage']);
  return code > 128 ? code : (await runPytest([])) || code; // interrupted: nothing more
}
