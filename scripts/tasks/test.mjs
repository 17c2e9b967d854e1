/** `npm test [-- jest arguments]`: every test with coverage; with arguments, what they choose. */
import { runVisibly, tool } from '../process.mjs';
import { setUp } from '../set-up.mjs';

export async function run(args) {
  await setUp();
  // Native ES modules in Jest need the flag in its workers too.
  const options = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = { ...process.env, NODE_OPTIONS: options.filter(Boolean).join(' ') };
  return runVisibly(tool('jest/bin/jest.js', ...(args.length === 0 ? ['--coverage'] : args)), { env });
}
