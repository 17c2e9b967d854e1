/** The Chromium of the end-to-end tests, the machine's own or the packaged one. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../e2e', import.meta.url));

/** Starts it. How is said by the tests' sources, whose types are taken off first: nothing else compiles them. */
export async function launchChromium(args) {
  const typescript = createRequire(path.join(folder, 'package.json'))('typescript');
  await mkdir(path.join(folder, 'dist'), { recursive: true });
  for (const name of ['browser', 'packaged-chromium']) {
    const source = await readFile(path.join(folder, 'src', `${name}.ts`), 'utf8');
    const compilerOptions = { module: 'esnext', target: 'es2022', verbatimModuleSyntax: true };
    const { outputText } = typescript.transpileModule(source, { compilerOptions });
    await writeFile(path.join(folder, 'dist', `${name}.js`), outputText);
  }
  const { launchBrowser } = await import('../../e2e/dist/browser.js');
  return launchBrowser({ args });
}
