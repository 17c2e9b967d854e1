import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { hashFile } from './hash-file.js';

it.each([0, 1, 300_000])('is the SHA-256 of a file of %d bytes', async (sizeBytes) => {
  const dir = await mkdtemp(path.join(tmpdir(), 'hash-'));
  const content = Buffer.alloc(sizeBytes, 'some content');
  await writeFile(path.join(dir, 'file'), content);
  expect(await hashFile(path.join(dir, 'file'))).toBe(createHash('sha256').update(content).digest('hex'));
  await rm(dir, { recursive: true });
});
