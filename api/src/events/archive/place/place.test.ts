import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../logger.js';
import type { ArchiveObject, ArchivePlace } from './archive-place.js';
import { openArchivePlace } from './open-archive-place.js';
import { collect } from './testing/collect.js';
import { TEST_CREDENTIALS, startS3Server, type TestS3Server } from './testing/s3-server.js';

const DAY = 'site=12/2026-11-22.4f3a9c.parquet';
const NEXT_DAY = 'site=12/2026-11-23.07b1de.parquet';
const OTHER_SITE = 'site=1/2026-11-22.99aa00.parquet';

describe.each(['folder', 's3'])('an archive place (%s)', (kind) => {
  const environment = { ...process.env };
  let home: string;
  let server: TestS3Server | undefined;
  let place: ArchivePlace;

  beforeAll(() => {
    Object.assign(process.env, TEST_CREDENTIALS);
  });

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'place-'));
    server = kind === 's3' ? await startS3Server(path.join(home, 'server')) : undefined;
    place = await openHere();
  });

  afterEach(async () => {
    await place.close();
    await server?.close();
    await rm(home, { recursive: true });
  });

  afterAll(() => {
    process.env = environment;
  });

  function openHere(dataDir = 'data'): Promise<ArchivePlace> {
    return openArchivePlace({
      url: server?.url,
      dataDir: path.join(home, dataDir),
      cacheBytes: 1_000_000,
      logger: createLogger('silent'),
    });
  }

  async function put(key: string, content: string): Promise<ArchiveObject> {
    const file = path.join(home, 'new.parquet');
    await writeFile(file, content);
    await place.put(key, file);
    return { key, sizeBytes: Buffer.byteLength(content) };
  }

  async function read(paths: readonly (string | null)[]): Promise<(string | null)[]> {
    return Promise.all(paths.map(async (found) => (found === null ? null : readFile(found, 'utf8'))));
  }

  it('keeps what it holds on this machine from its other users', async () => {
    const folders = await readdir(path.join(home, 'data'));
    expect(folders).toHaveLength(1);
    for (const folder of folders) expect((await stat(path.join(home, 'data', folder))).mode & 0o777).toBe(0o700);
  });

  it('names itself for messages', () => {
    expect(place.name).toBe(kind === 's3' ? 's3://bucket/some/prefix' : path.join(home, 'data/archive'));
  });

  it('opens what was put, in the order asked for, with null for what does not exist', async () => {
    const day = await put(DAY, 'a day');
    const nextDay = await put(NEXT_DAY, 'the next day');
    const opened = await place.open([nextDay, { key: OTHER_SITE, sizeBytes: 5 }, day]);
    expect(await read(opened.paths)).toEqual(['the next day', null, 'a day']);
    opened.release();
  });

  it('opens nothing at once', async () => {
    const opened = await place.open([]);
    expect(opened.paths).toEqual([]);
    opened.release();
  });

  it('opens many more objects than it fetches at a time', async () => {
    const days = Array.from({ length: 60 }, (_, day) => `site=7/day-${day}.parquet`);
    const objects: ArchiveObject[] = [];
    for (const key of days) objects.push(await put(key, key));
    const opened = await place.open(objects);
    expect(await read(opened.paths)).toEqual(days);
    opened.release();
  });

  it('gives an object the same path each time it is opened', async () => {
    const day = await put(DAY, 'a day');
    const first = await place.open([day]);
    first.release();
    const second = await place.open([day]);
    expect(second.paths).toEqual(first.paths);
    second.release();
  });

  it('takes a file that was put twice under its key, as a repeated attempt does', async () => {
    await put(DAY, 'a day');
    const day = await put(DAY, 'a day');
    const opened = await place.open([day]);
    expect(await read(opened.paths)).toEqual(['a day']);
    opened.release();
  });

  it('holds what another process put', async () => {
    const day = await put(DAY, 'a day');
    const other = await openHere();
    const opened = await other.open([day]);
    expect(await read(opened.paths)).toEqual(['a day']);
    opened.release();
    await other.close();
  });

  it('lists keys and sizes by prefix', async () => {
    await put(DAY, 'a day');
    await put(NEXT_DAY, 'the next day');
    await put(OTHER_SITE, 'another site');
    const list = async (prefix: string) => (await collect(place.list(prefix))).map(({ key }) => key).toSorted();
    expect(await list('')).toEqual([OTHER_SITE, DAY, NEXT_DAY].toSorted());
    expect(await list('site=12/')).toEqual([DAY, NEXT_DAY]);
    expect(await list('site=12/2026-11-23')).toEqual([NEXT_DAY]);
    expect(await list('site=1')).toEqual([OTHER_SITE, DAY, NEXT_DAY].toSorted());
    expect(await list('site=3/')).toEqual([]);
    expect(await collect(place.list('site=1/'))).toEqual([{ key: OTHER_SITE, sizeBytes: 12 }]);
  });

  it('removes an object, and does not mind one that is gone', async () => {
    const day = await put(DAY, 'a day');
    await put(NEXT_DAY, 'the next day');
    await place.remove(DAY);
    await place.remove(DAY);
    expect((await place.open([day])).paths).toEqual([null]);
    expect(await collect(place.list(''))).toEqual([{ key: NEXT_DAY, sizeBytes: 12 }]);
  });

  it('keeps an object readable that is removed while it is open, and then lets it go', async () => {
    const day = await put(DAY, 'a day');
    const first = await place.open([day]);
    const second = await place.open([day]);
    await place.remove(DAY);
    first.release();
    first.release();
    expect(await read(second.paths)).toEqual(['a day']);
    second.release();
    expect((await place.open([day])).paths).toEqual([null]);
    expect(await collect(place.list(''))).toEqual([]);
  });

  it.each([
    '',
    '/etc/passwd',
    '../archive.parquet',
    'site=12/../../x.parquet',
    'site=12/./x.parquet',
    'site=12//x.parquet',
    'site=12/',
    '.incoming/x',
    'site=12\\x.parquet',
    'site=12/x\0.parquet',
    'site=12/%2e%2e/x',
    `site=12/${'x'.repeat(300)}`,
  ])('refuses %j as a key', async (key) => {
    await mkdir(path.join(home, 'data/archive/site=12'), { recursive: true });
    await writeFile(path.join(home, 'data/archive.parquet'), 'not in the archive');
    await expect(place.put(key, path.join(home, 'data/archive.parquet'))).rejects.toThrow('Not a key of the archive');
    await expect(place.open([{ key, sizeBytes: 1 }])).rejects.toThrow('Not a key of the archive');
    await expect(place.remove(key)).rejects.toThrow('Not a key of the archive');
    expect(await readdir(path.join(home, 'data'))).toContain('archive.parquet');
  });

  it.each(['/', '../', 'site=12/../', '.incoming'])('refuses %j as a prefix', async (prefix) => {
    await expect(collect(place.list(prefix))).rejects.toThrow("Not a prefix of the archive's keys");
  });

  it('leaves nothing behind when the file to put does not exist', async () => {
    await expect(place.put(DAY, path.join(home, 'missing.parquet'))).rejects.toThrow('ENOENT');
    expect(await collect(place.list(''))).toEqual([]);
  });
});
