/**
 * `npm test`: every test. `npm test -- --coverage`: the same, and it fails where too little is covered, which takes a third longer.
 * `npm test -- [jest arguments]`: what they choose of Jest's.
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

const runPytest = (steps) => runPythonSteps('the tests of ml/', steps);

export async function run([first, ...others]) {
  if (first === 'ml') return runPytest([['pytest', ...others]]);
  const isCovered = first === '--coverage' && others.length === 0;
  if (first !== undefined && !isCovered) return runJest([first, ...others]);
  // Before Jest: tests in e2e/ run the forecasting service, and only skip what needs it.
  await openPythonTools('the tests of e2e/ that forecast');
  const code = await runJest(isCovered ? ['--coverage'] : []);
  if (code > 128) return code; // interrupted: nothing more
  const steps = isCovered
    ? [
        ['coverage', 'run', '-m', 'pytest'],
        ['coverage', 'report'],
      ]
    : [['pytest']];
  return (await runPytest(steps)) || code;
}
