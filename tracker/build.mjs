/** Bundles the tracker and its banner, prints what each weighs on the wire, and fails where one is over its limit. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { build } from 'esbuild';

const folder = import.meta.dirname;
const scripts = [
  { entry: 'tracker.ts', file: 'tracker.js', maxGzipBytes: 2_000 },
  { entry: 'tracker-core.ts', file: 'tracker.core.js', maxGzipBytes: 1_600 },
  { entry: 'banner/banner.ts', file: 'tidemark-banner.js', maxGzipBytes: 4_000 },
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

async function makeScript({ entry, file, maxGzipBytes }) {
  const contents = Buffer.from(await shrink(await bundle(entry)));
  const gzipBytes = gzipSync(contents, { level: 9 }).length;
  console.log(`tracker/dist/${file}: ${contents.length} bytes, ${gzipBytes} gzipped (limit ${maxGzipBytes})`);
  if (gzipBytes > maxGzipBytes) throw new Error(`${file} is ${gzipBytes - maxGzipBytes} bytes over its limit.`);
  await writeFile(`${folder}/dist/${file}`, contents);
  return { file, hash: createHash('sha256').update(contents).digest('hex').slice(0, 16), gzipBytes };
}

await mkdir(`${folder}/dist`, { recursive: true });
const [whole, core, banner] = await Promise.all(scripts.map(makeScript));
// What the API serves: the whole script and the banner; `core` beside them for sites without custom events.
await writeFile(`${folder}/dist/manifest.json`, `${JSON.stringify({ ...whole, core, banner }, null, 2)}\n`);
