/** `npm run openapi`: docs/openapi.json from the contracts. A test of the API fails where the two differ. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, say } from '../process.mjs';
import { setUp } from '../set-up.mjs';

export async function run() {
  await setUp(['contracts', 'api']);
  const { createOpenApiDocument } = await import(pathToFileURL(path.join(root, 'api/dist/ops/openapi.js')).href);
  const file = path.join(root, 'docs/openapi.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(createOpenApiDocument(), null, 2)}\n`);
  say('docs/openapi.json is written.');
}
