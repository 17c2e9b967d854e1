import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../../db/index.js';
import { addDays } from '../../domain/period.js';
import { createLogger } from '../../logger.js';
import { buildPageView, createTestDatabase, testAnalytics, type TestDatabase } from '../../testing/index.js';
import { createEventStore, type EventStore } from '../index.js';
import { startS3Server, TEST_CREDENTIALS, type TestS3Server } from './place/testing/s3-server.js';

const environment = { ...process.env };
const DAYS = [3, 2].map((days) => addDays(new Date().toISOString().slice(0, 10), -days));
const [FIRST = '', SECOND = ''] = DAYS;

let home: string;
let s3: TestS3Server;
let test: TestDatabase;
let database: Database;
let events: EventStore;

beforeAll(async () => {
  Object.assign(process.env, TEST_CREDENTIALS);
  home = await mkdtemp(path.join(os.tmpdir(), 'tidemark-s3-'));
  s3 = await startS3Server(path.join(home, 'server'));
  test = await createTestDatabase();
  database = await connectDatabase(test.url);
  events = openStore(s3.url);
  await database.pool.query("INSERT INTO sites (id, domain, name) VALUES (1, 'a.example', 'a')");
  await events.append(
    DAYS.map((day, index) =>
      buildPageView({ siteId: 1, sessionId: `s${index}`, viewedAt: new Date(`${day}T12:00:00Z`) }),
    ),
  );
});
afterAll(async () => {
  await events.close();
  await database.close();
  await test.drop();
  await s3.close();
  await rm(home, { recursive: true });
  process.env = environment;
});

const openStore = (archiveUrl: string) =>
  createEventStore({
    pool: database.pool,
    logger: createLogger('silent'),
    options: { ...testAnalytics(path.join(home, 'data')), archiveUrl },
  });

async function count(): Promise<{ views: number; missing: string[] }> {
  await events.catchUp();
  const range = { siteId: 1, timeZone: 'UTC', from: FIRST, to: SECOND };
  const answer = await events.aggregateNow({ range, filters: [], dimension: 'total', orderBy: 'value', limit: 1 });
  return { views: answer.groups[0]?.pageViews ?? 0, missing: answer.missingDays };
}

async function find(root: string, name: RegExp): Promise<string> {
  const names = await readdir(path.join(home, root), { recursive: true });
  const found = names.filter((file) => name.test(file));
  expect(found).toHaveLength(1);
  return path.join(home, root, found[0]!);
}

async function damage(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[100] = (bytes[100] ?? 0) ^ 0xff;
  await writeFile(file, bytes);
}

const close = () => events.closeDays({ isEveryDirtyDue: true });

it('storage that is away fails the close, which is repeated when it is back', async () => {
  const away = openStore('s3://bucket/some/prefix?endpoint=http://127.0.0.1:1');
  const { written, failed } = await away.closeDays();
  expect([written, failed.map(({ day }) => day)]).toEqual([[], DAYS]);
  expect(failed[0]?.error).toMatchObject({ message: expect.stringContaining('s3://bucket/some/prefix/site=1/') });
  await away.close();
  expect(await count()).toEqual({ views: 2, missing: [] });
  expect((await close()).written.map(({ day }) => day)).toEqual(DAYS);
  expect(await count()).toEqual({ views: 2, missing: [] });
});

it('a damaged copy in the cache is fetched anew', async () => {
  const copy = await find('data/archive-cache/objects', new RegExp(`${FIRST}.*\\.parquet$`));
  await damage(copy);
  expect(await count()).toEqual({ views: 2, missing: [] });
  expect((await events.verifyArchive()).lost).toEqual([]);
});

it('a damaged object is told, the rest is answered, and it is made anew from PostgreSQL', async () => {
  await damage(await find('server', new RegExp(`${FIRST}.*object$`)));
  await rm(path.join(home, 'data/archive-cache/objects'), { recursive: true });
  expect(await count()).toEqual({ views: 1, missing: [FIRST] });
  expect((await events.verifyArchive()).lost.map(({ day }) => day)).toEqual([FIRST]);
  expect((await close()).written.map(({ day }) => day)).toEqual([FIRST]);
  expect(await count()).toEqual({ views: 2, missing: [] });
});

it('a missing object likewise; where PostgreSQL has let go of its rows it is told for as long as it is missing', async () => {
  const object = await find('server', new RegExp(`${SECOND}.*object$`));
  const content = await readFile(object);
  await database.pool.query('UPDATE archive_days SET is_hot = false WHERE day = $1', [SECOND]);
  await database.pool.query('UPDATE archive_state SET version = version + 1');
  await database.pool.query('UPDATE archive_days SET version = (SELECT version FROM archive_state) WHERE day = $1', [
    SECOND,
  ]);
  await database.pool.query("DELETE FROM page_visit_rows WHERE session_text = 's1'");
  await rm(object);
  await rm(path.join(home, 'data/archive-cache/objects'), { recursive: true });
  expect(await count()).toEqual({ views: 1, missing: [SECOND] });
  expect((await close()).written).toEqual([]);
  expect(await count()).toEqual({ views: 1, missing: [SECOND] });
  await writeFile(object, content);
  expect(await count()).toEqual({ views: 2, missing: [] });
});
