/** Bundles the tracker and its banner, and writes down what each weighs on the wire: `test/weight.test.ts` has the limits. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { build } from 'esbuild';

const folder = import.meta.dirname;
const scripts = [
  { entry: 'tracker.ts', file: 'tracker.js' },
  { entry: 'tracker-core.ts', file: 'tracker.core.js' },
  { entry: 'banner/banner.ts', file: 'tidemark-banner.js' },
];

/** One classic script of all that `entry` imports, for browsers since 2018. */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/src/${entry}`],
    bundle: true,
    format: 'iife',
    target: 'es2018',
    charset: 'utf8',
    minifySyntax: true,
    // Without the strict-mode prologue that the type checker's options would bring.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles[0].text;
}

/** esbuild leaves small functions and constants of other modules as they are; swc puts them where they're used. */
async function shrink(script) {
  const { code } = await minify(script, {
    compress: { passes: 6, toplevel: true, ecma: 2018, pure_getters: true },
    mangle: { toplevel: true },
    ecma: 2018,
    module: false,
  });
  return code;
}

async function makeScript({ entry, file }) {
  const contents = Buffer.from(await shrink(await bundle(entry)));
  const gzipBytes = gzipSync(contents, { level: 9 }).length;
  console.log(`tracker/dist/${file}: ${contents.length} bytes, ${gzipBytes} gzipped`);
  await writeFile(`${folder}/dist/${file}`, contents);
  return { file, hash: createHash('sha256').update(contents).digest('hex').slice(0, 16), gzipBytes };
}

await mkdir(`${folder}/dist`, { recursive: true });
const [whole, core, banner] = await Promise.all(scripts.map(makeScript));
// What the API serves: the whole script and the banner; `core` beside them for sites without custom events.
await writeFile(`${folder}/dist/manifest.json`, `${JSON.stringify({ ...whole, core, banner }, null, 2)}\n`);
