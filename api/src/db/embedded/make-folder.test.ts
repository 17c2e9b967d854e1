import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFolder } from './make-folder.js';

let above: string;
beforeAll(async () => {
  above = await mkdtemp(path.join(os.tmpdir(), 'make-folder-'));
});
afterAll(() => rm(above, { recursive: true }));

describe('making a folder', () => {
  it('makes those above it too, and says whether it was there already', async () => {
    const folder = path.join(above, 'a', 'b', 'c');
    expect(await makeFolder(folder)).toBe(true);
    expect((await stat(folder)).isDirectory()).toBe(true);
    expect(await makeFolder(folder)).toBe(false);
  });

  it('fails where a file is in the way, or where folders take none', async () => {
    await writeFile(path.join(above, 'file'), '');
    await expect(makeFolder(path.join(above, 'file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    if (process.platform === 'linux') await expect(makeFolder('/proc/1/x/y')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
