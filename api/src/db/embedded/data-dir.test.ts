import { mkdtemp, chmod, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { prepareDataDir } from './data-dir.js';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };

(process.getuid?.() === 0 ? it : it.skip)("lets the database's user pass through, and nobody look in", async () => {
  const above = await mkdtemp(path.join(os.tmpdir(), 'data-dir-'));
  await chmod(above, 0o711);
  const dataDir = path.join(above, 'data');
  await prepareDataDir(dataDir, NOBODY);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o711);
  await rm(above, { recursive: true });
});
