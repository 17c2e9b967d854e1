/** The Chromium of the end-to-end tests, the machine's own or the packaged one. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts it. How is said by the tests' sources, which are compiled first where they have changed. */
export async function launchChromium(args) {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-b', 'e2e'], { cwd: root }).catch((error) => {
    throw new Error(`e2e/ could not be compiled:\n${error.stdout}`, { cause: error });
  });
  const { launchBrowser } = await import('../../e2e/dist/browser.js');
  return launchBrowser({ args });
}
