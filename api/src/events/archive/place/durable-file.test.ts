import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { moveDurably } from './durable-file.js';

/** A file system in memory, which most Linux machines have. */
const ELSEWHERE = '/dev/shm';
const itAcrossFileSystems = existsSync(ELSEWHERE) ? it : it.skip;

describe('moving a file durably', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'durable-'));
  });

  afterEach(async () => {
    await rm(dir, { recursive: true });
  });

  it('makes the folders on its way', async () => {
    await writeFile(path.join(dir, 'from'), 'content');
    await moveDurably(path.join(dir, 'from'), path.join(dir, 'a/b/c/to'), path.join(dir, 'aside'));
    expect(await readFile(path.join(dir, 'a/b/c/to'), 'utf8')).toBe('content');
    expect(await readdir(dir)).toEqual(['a']);
  });

  itAcrossFileSystems('copies a file from another file system, and leaves nothing there or aside', async () => {
    const elsewhere = await mkdtemp(path.join(ELSEWHERE, 'durable-'));
    expect((await stat(elsewhere)).dev).not.toBe((await stat(dir)).dev);
    await writeFile(path.join(elsewhere, 'from'), 'content');
    await moveDurably(path.join(elsewhere, 'from'), path.join(dir, 'to'), path.join(dir, 'aside'));
    expect(await readFile(path.join(dir, 'to'), 'utf8')).toBe('content');
    expect(await readdir(elsewhere)).toEqual([]);
    expect(await readdir(path.join(dir, 'aside'))).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });
});
