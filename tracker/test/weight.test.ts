import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

interface Script {
  file: string;
  gzipBytes: number;
}

/** What the build wrote down. It's no fault of who builds that another zlib packs a byte worse: only tests fail. */
const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../dist/manifest.json'), 'utf8')) as Script & {
  core: Script;
  banner: Script;
};

it.each([
  [2_000, manifest],
  [1_600, manifest.core],
  [4_000, manifest.banner],
])('at most %d bytes on the wire', (limit, { gzipBytes }) => {
  expect(gzipBytes).toBeLessThanOrEqual(limit);
});
