import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { createLogger } from '../../logger.js';
import { openScratch } from './scratch.js';

it('a scratch folder is for its owner alone, as is the one above, and goes when it is closed', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'scratch-'));
  const root = path.join(home, 'scratch');
  const scratch = await openScratch({ root, logger: createLogger('silent') });
  for (const folder of [root, scratch.dir]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await scratch.close();
  expect(await readdir(root)).toEqual([]);
  await rm(home, { recursive: true });
});
