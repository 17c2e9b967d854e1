import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../db/index.js';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import {
  countImportedDays,
  findFirstMeasuredDay,
  readImportedDays,
  removeImportedDays,
  storeImportedDays,
  type ImportedDay,
} from './index.js';

let test: TestDatabase;
let database: Database;
let siteId = 0;
let otherSiteId = 0;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await connectDatabase(test.url);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});
beforeEach(async () => {
  await database.pool.query('DELETE FROM sites');
  const { rows } = await database.pool.query<{ id: number }>(
    "INSERT INTO sites (domain, name) VALUES ('a.example', 'a'), ('b.example', 'b') RETURNING id",
  );
  [siteId, otherSiteId] = rows.map(({ id }) => id) as [number, number];
});

const buildDay = (about: Partial<ImportedDay> & { date: string }): ImportedDay => ({
  pageVisits: null,
  pageViews: 10,
  sessions: null,
  uniqueVisitors: null,
  ...about,
});
const store = (days: ImportedDay[], isReplacing = false) =>
  storeImportedDays(database.pool, { siteId, source: 'csv', days }, { isReplacing });
const readAll = () => readImportedDays(database.pool, siteId, { before: '2100-01-01' });

describe('imported days', () => {
  it('are read in order, before a day, with where they come from', async () => {
    const day = buildDay({ date: '2025-01-01', pageVisits: 0, pageViews: 1, sessions: 2, uniqueVisitors: 2147483647 });
    expect(await store([buildDay({ date: '2025-01-03' }), buildDay({ date: '2025-01-02' }), day])).toEqual({
      kind: 'stored',
      replaced: 0,
    });
    expect(await readImportedDays(database.pool, siteId, { before: '2025-01-03' })).toEqual([
      { ...day, source: 'csv' },
      { ...buildDay({ date: '2025-01-02' }), source: 'csv' },
    ]);
    expect(await readImportedDays(database.pool, otherSiteId, { before: '2100-01-01' })).toEqual([]);
  });

  it('are not stored at all where one of them is there', async () => {
    await store([buildDay({ date: '2025-01-02' })]);
    const days = ['2025-01-01', '2025-01-02', '2025-01-03'].map((date) => buildDay({ date, pageViews: 5 }));
    expect(await store(days)).toEqual({ kind: 'already_there', days: 1 });
    expect(await readAll()).toEqual([{ ...buildDay({ date: '2025-01-02' }), source: 'csv' }]);
  });

  it('are taken over whole when replaced', async () => {
    await store([buildDay({ date: '2025-01-01', sessions: 3 })]);
    const replacing = [buildDay({ date: '2025-01-01', pageViews: 7 }), buildDay({ date: '2025-01-02' })];
    expect(await store(replacing, true)).toEqual({ kind: 'stored', replaced: 1 });
    expect(await readAll()).toEqual(replacing.map((day) => ({ ...day, source: 'csv' })));
  });

  it('are refused whole by the database where a count is negative', async () => {
    const days = [buildDay({ date: '2025-01-01' }), buildDay({ date: '2025-01-02', pageViews: -1 })];
    await expect(store(days)).rejects.toThrow(/page_views_check/);
    expect(await readAll()).toEqual([]);
  });

  it('are stored once when two imports of them run at the same time', async () => {
    const days = Array.from({ length: 300 }, (_, index) =>
      buildDay({ date: new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10) }),
    );
    const outcomes = await Promise.allSettled([store(days), store(days.toReversed())]);
    const stored = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.kind === 'stored');
    expect(stored).toHaveLength(1);
    expect(await readAll()).toHaveLength(300);
  });

  it('are counted and removed by site', async () => {
    const dates = ['2025-01-01', '2025-01-02'];
    await store(dates.map((date) => buildDay({ date })));
    expect(await countImportedDays(database.pool, siteId, ['2025-01-02', '2025-01-03'])).toBe(1);
    expect(await removeImportedDays(database.pool, otherSiteId, { isDryRun: false })).toBe(0);
    expect(await removeImportedDays(database.pool, siteId, { isDryRun: true })).toBe(2);
    expect(await removeImportedDays(database.pool, siteId, { isDryRun: false })).toBe(2);
    expect(await readAll()).toEqual([]);
  });

  it('go with their site', async () => {
    await store([buildDay({ date: '2025-01-01' })]);
    await database.pool.query('DELETE FROM sites WHERE id = $1', [siteId]);
    expect(await readAll()).toEqual([]);
  });

  it('end before the first day with a view of its own', async () => {
    expect(await findFirstMeasuredDay(database.pool, siteId)).toBeNull();
    await database.pool.query(
      "INSERT INTO daily_metrics (site_id, date, page_views) VALUES ($1, '2025-02-01', 0), ($1, '2025-02-03', 1), ($1, '2025-02-04', 2)",
      [siteId],
    );
    expect(await findFirstMeasuredDay(database.pool, siteId)).toBe('2025-02-03');
  });
});
