import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../logger.js';
import { FileCache } from './file-cache.js';
import { collect } from './testing/collect.js';
import { walkFiles } from './walk-files.js';

const SIZE = 100;
const MINUTE_MS = 60_000;

describe('the cache of a remote place', () => {
  let dir: string;
  let clockMs: number;
  let fetched: string[];
  let opened: FileCache[];

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'cache-'));
    clockMs = Date.UTC(2026, 10, 22);
    fetched = [];
    opened = [];
  });

  afterEach(async () => {
    for (const cache of opened) await cache.close();
    await rm(dir, { recursive: true });
  });

  /** Every key but `missing` is an object of 100 bytes. */
  async function fetchObject(key: string, toPath: string): Promise<boolean> {
    fetched.push(key);
    if (key === 'missing') return false;
    await writeFile(toPath, key.padEnd(SIZE));
    return true;
  }

  async function openCache(limitBytes: number, fetch = fetchObject): Promise<FileCache> {
    const now = () => new Date(clockMs);
    const cache = await FileCache.open({ dir, limitBytes, fetch, logger: createLogger('silent'), now });
    opened.push(cache);
    return cache;
  }

  async function close(cache: FileCache): Promise<void> {
    opened.splice(opened.indexOf(cache), 1);
    await cache.close();
  }

  async function use(cache: FileCache, ...keys: string[]): Promise<void> {
    for (const key of keys) {
      await cache.take({ key, sizeBytes: SIZE });
      cache.letGo(key);
      clockMs += 2 * MINUTE_MS;
    }
  }

  async function listCached(): Promise<string[]> {
    return (await collect(walkFiles(path.join(dir, 'objects')))).map(({ key }) => key).toSorted();
  }

  it('fetches an object once', async () => {
    const cache = await openCache(1_000);
    await use(cache, 'site=1/a', 'site=1/a');
    expect(fetched).toEqual(['site=1/a']);
  });

  it('fetches an object once for readers that come at the same time', async () => {
    const cache = await openCache(1_000);
    const paths = await Promise.all([1, 2, 3].map(async () => cache.take({ key: 'a', sizeBytes: SIZE })));
    expect(fetched).toEqual(['a']);
    expect(new Set(paths).size).toBe(1);
  });

  it('asks again for an object that did not exist', async () => {
    const cache = await openCache(1_000);
    await use(cache, 'missing', 'missing');
    expect(fetched).toEqual(['missing', 'missing']);
    expect(await listCached()).toEqual([]);
  });

  it('removes the least recently used when it is over its limit', async () => {
    const cache = await openCache(300);
    await use(cache, 'a', 'b', 'c', 'a', 'd');
    await close(cache);
    // To nine tenths of the limit, so two of the four go.
    expect(await listCached()).toEqual(['a', 'd']);
  });

  it('keeps what is in use when it is over its limit, and removes it after its release', async () => {
    const cache = await openCache(150);
    const paths = await Promise.all(['a', 'b', 'c'].map(async (key) => cache.take({ key, sizeBytes: SIZE })));
    for (const found of paths) expect(await stat(found ?? '')).toMatchObject({ size: SIZE });
    expect(await listCached()).toEqual(['a', 'b', 'c']);
    for (const key of ['a', 'b', 'c']) cache.letGo(key);
    await close(cache);
    expect(await listCached()).toHaveLength(1);
  });

  it('forgets all but what is in use anywhere, and lets who reads it go on', async () => {
    const cache = await openCache(1_000);
    await use(cache, 'site=1/a', 'site=1/b');
    const read = await cache.take({ key: 'site=1/c', sizeBytes: SIZE });
    await cache.forgetBut(new Set(['site=1/b', 'site=1/z']));
    expect(await listCached()).toEqual(['site=1/b']);
    expect(await readFile(read ?? '', 'utf8')).toBe('site=1/c'.padEnd(SIZE));
    cache.letGo('site=1/c');
  });

  it('knows after a restart what it holds and what was used last', async () => {
    const before = await openCache(1_000);
    await use(before, 'a', 'b', 'c', 'a');
    await close(before);
    const after = await openCache(250);
    expect(await listCached()).toEqual(['a', 'c']);
    await use(after, 'a', 'c');
    expect(fetched).toEqual(['a', 'b', 'c']);
  });

  it('keeps a file readable that another process removes to make room', async () => {
    const reader = await openCache(1_000);
    const found = await reader.take({ key: 'a', sizeBytes: SIZE });
    await rm(path.join(dir, 'objects/a'));
    expect((await readFile(found ?? '', 'utf8')).trim()).toBe('a');
  });

  it('does not remove what another process has in use', async () => {
    const reader = await openCache(1_000);
    await reader.take({ key: 'a', sizeBytes: SIZE });
    clockMs += 2 * MINUTE_MS;
    const other = await openCache(250);
    await use(other, 'b', 'c', 'd');
    await close(other);
    expect(await listCached()).toEqual(['a', 'd']);
  });

  it('uses what another process fetched', async () => {
    await use(await openCache(1_000), 'a');
    await use(await openCache(1_000), 'a');
    expect(fetched).toEqual(['a']);
  });

  it('fetches a file anew whose size is wrong', async () => {
    const cache = await openCache(1_000);
    await use(cache, 'a');
    await truncate(path.join(dir, 'objects/a'), 40);
    const found = await cache.take({ key: 'a', sizeBytes: SIZE });
    expect(await stat(found ?? '')).toMatchObject({ size: SIZE });
    expect(fetched).toEqual(['a', 'a']);
  });

  it('hands out an object whose size is wrong at its place, for its hash to tell', async () => {
    const cache = await openCache(1_000);
    expect(await cache.take({ key: 'a', sizeBytes: 7 })).not.toBeNull();
  });

  it('never changes the modification time of a file or its number', async () => {
    const cache = await openCache(1_000);
    const marks = [];
    for (let times = 0; times < 3; times++) {
      const { mtimeMs, ino } = await stat((await cache.take({ key: 'a', sizeBytes: SIZE })) ?? '');
      marks.push(`${mtimeMs} ${ino}`);
      cache.letGo('a');
      clockMs += 2 * MINUTE_MS;
    }
    expect(new Set(marks).size).toBe(1);
  });

  it('leaves no half file when fetching fails, and fetches again the next time', async () => {
    let isBroken = true;
    const cache = await openCache(1_000, async (key, toPath) => {
      await writeFile(toPath, 'half');
      if (isBroken) throw new Error('the connection broke');
      return fetchObject(key, toPath);
    });
    const both = await Promise.allSettled([1, 2].map(async () => cache.take({ key: 'a', sizeBytes: SIZE })));
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await listCached()).toEqual([]);
    expect(await readdir(path.join(dir, 'incoming'))).toEqual([]);
    isBroken = false;
    const found = await cache.take({ key: 'a', sizeBytes: SIZE });
    expect(await stat(found ?? '')).toMatchObject({ size: SIZE });
  });

  it('clears away what a killed process left, but nothing of one that lives', async () => {
    await mkdir(path.join(dir, 'incoming'), { recursive: true });
    await mkdir(path.join(dir, 'pins/killed'), { recursive: true });
    await writeFile(path.join(dir, 'incoming/half'), 'half');
    const longAgo = new Date(clockMs - 61 * MINUTE_MS);
    for (const name of ['incoming/half', 'pins/killed']) await utimes(path.join(dir, name), longAgo, longAgo);
    await openCache(1_000);
    await openCache(1_000);
    expect(await readdir(path.join(dir, 'incoming'))).toEqual([]);
    expect(await readdir(path.join(dir, 'pins'))).toHaveLength(2);
  });

  it('goes on when somebody empties its folder', async () => {
    const cache = await openCache(1_000);
    await use(cache, 'a');
    for (const name of await readdir(dir)) await rm(path.join(dir, name), { recursive: true });
    const found = await cache.take({ key: 'a', sizeBytes: SIZE });
    expect(await stat(found ?? '')).toMatchObject({ size: SIZE });
  });

  it('leaves nothing but the objects when it is closed', async () => {
    const cache = await openCache(1_000);
    await cache.take({ key: 'a', sizeBytes: SIZE });
    await close(cache);
    expect(await readdir(path.join(dir, 'pins'))).toEqual([]);
    expect(await listCached()).toEqual(['a']);
  });
});
