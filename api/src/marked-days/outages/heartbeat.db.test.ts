import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../../db/index.js';
import { createTestLogger } from '../../jobs/testing/test-queue.js';
import { createTestDatabase, startTestServer, type TestDatabase } from '../../testing/index.js';
import { listMarks } from '../index.js';
import { createHeartbeat } from './heartbeat.js';

const { logger } = createTestLogger();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let test: TestDatabase;
let database: Database;
let now: Date;
let elapsedMs: number;
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
  await database.pool.query('UPDATE heartbeat SET beaten_at = NULL');
  elapsedMs = 0;
});

const startProcess = () => createHeartbeat({ pool: database.pool, logger, now: () => now, elapsedMs: () => elapsedMs });
/** A process that ends after its first beat. */
const liveAt = async (instant: string) => {
  now = new Date(instant);
  await startProcess().beat();
};
/** A site that has had views since its beginning. */
const addSite = async (domain: string, timezone = 'UTC', createdAt = '2025-01-01') => {
  const { rows } = await database.pool.query<{ id: number }>(
    'INSERT INTO sites (domain, name, timezone, created_at) VALUES ($1, $1, $2, $3) RETURNING id',
    [domain, timezone, createdAt],
  );
  await addViews(rows[0]!.id, '2025-01-01');
  return rows[0]!.id;
};
const addViews = (siteId: number, ...dates: string[]) =>
  database.pool.query(
    'INSERT INTO daily_metrics (site_id, date, page_views) SELECT $1, date, 5 FROM unnest($2::date[]) AS date',
    [siteId, dates],
  );
const marks = async (siteId: number | null = null) =>
  (await listMarks(database.pool, siteId)).map(({ start, end, source }) => [start, end, source]);

describe('an outage', () => {
  it("marks the days that it touches in each site's time zone, with a reason that says from when to when", async () => {
    const berlin = await addSite('a.example', 'Europe/Berlin');
    const tokyo = await addSite('b.example', 'Asia/Tokyo');
    await liveAt('2025-08-05T21:30:00Z');
    await liveAt('2025-08-06T04:20:00Z');
    expect(await marks(berlin)).toEqual([['2025-08-05', '2025-08-06', 'outage']]);
    expect(await listMarks(database.pool, tokyo)).toEqual([
      {
        id: expect.any(Number),
        siteId: tokyo,
        start: '2025-08-06',
        end: '2025-08-06',
        reason: 'Tidemark or its database was down from 2025-08-06 06:30 to 2025-08-06 13:20 (Asia/Tokyo)',
        source: 'outage',
        createdAt: new Date('2025-08-06T04:20:00Z'),
      },
    ]);
  });

  it('ends before the day that begins when it is noticed', async () => {
    await addSite('a.example');
    await liveAt('2025-08-05T20:00:00Z');
    await liveAt('2025-08-06T00:00:00Z');
    expect(await marks()).toEqual([['2025-08-05', '2025-08-05', 'outage']]);
  });

  it('is none where a process was alive within the hour, or none has ever been', async () => {
    await addSite('a.example');
    await liveAt('2025-08-05T20:00:00Z');
    await liveAt('2025-08-05T20:59:00Z');
    await liveAt('2025-08-05T21:58:00Z');
    expect(await marks()).toEqual([]);
    await liveAt('2025-08-05T22:58:00Z');
    expect(await marks()).toEqual([['2025-08-05', '2025-08-05', 'outage']]);
  });

  it('of months is one span, without days that have views', async () => {
    const siteId = await addSite('a.example');
    await liveAt('2025-01-10T12:00:00Z');
    await addViews(siteId, '2025-01-10', '2025-02-10', '2025-02-11', '2025-04-20');
    await database.pool.query("INSERT INTO daily_metrics (site_id, date) VALUES ($1, '2025-02-01')", [siteId]);
    await liveAt('2025-04-20T12:00:00Z');
    expect(await marks()).toEqual([
      ['2025-01-10', '2025-02-09', 'outage'],
      ['2025-02-12', '2025-04-20', 'outage'],
    ]);
  });

  it('leaves out sites that came later', async () => {
    const old = await addSite('old.example');
    const young = await addSite('young.example', 'UTC', '2025-08-05T20:00:01Z');
    await liveAt('2025-08-05T20:00:00Z');
    await liveAt('2025-08-06T09:00:00Z');
    expect([await marks(old), await marks(young)]).toEqual([[['2025-08-05', '2025-08-06', 'outage']], []]);
  });

  it('leaves out the days before a site measured anything: what was imported of them lacks nothing', async () => {
    const [started, imported] = [await addSite('a.example'), await addSite('b.example')];
    await database.pool.query('DELETE FROM daily_metrics');
    await addViews(started, '2025-08-06');
    await liveAt('2025-08-05T20:00:00Z');
    await liveAt('2025-08-07T09:00:00Z');
    expect([await marks(started), await marks(imported)]).toEqual([[['2025-08-07', '2025-08-07', 'outage']], []]);
  });

  it('is marked once where several processes start at the same time', async () => {
    await addSite('a.example');
    await liveAt('2025-08-05T20:00:00Z');
    now = new Date('2025-08-06T09:00:00Z');
    await Promise.all([1, 2, 3, 4].map(() => startProcess().beat()));
    expect(await marks()).toHaveLength(1);
  });

  it('is told anew each time, also of the same day', async () => {
    await addSite('a.example');
    for (const hour of ['00', '03', '06']) await liveAt(`2025-08-05T${hour}:00:00Z`);
    expect(await marks()).toEqual([
      ['2025-08-05', '2025-08-05', 'outage'],
      ['2025-08-05', '2025-08-05', 'outage'],
    ]);
  });

  it('of the database alone is noticed by the process that outlived it', async () => {
    await addSite('a.example');
    now = new Date('2025-08-05T20:00:00Z');
    const { beat } = startProcess();
    await beat();
    now = new Date('2025-08-06T02:00:00Z');
    elapsedMs += 6 * HOUR_MS;
    await beat();
    expect(await marks()).toEqual([['2025-08-05', '2025-08-06', 'outage']]);
  });

  it('is not taken for one where another process lived', async () => {
    await addSite('a.example');
    now = new Date('2025-08-05T20:00:00Z');
    const { beat } = startProcess();
    await beat();
    await liveAt('2025-08-05T20:30:00Z');
    await liveAt('2025-08-05T21:20:00Z');
    now = new Date('2025-08-05T22:10:00Z');
    elapsedMs += 2 * HOUR_MS;
    await beat();
    expect(await marks()).toEqual([]);
  });
});

describe('a clock', () => {
  it('that is set forward while a process lives makes no outage', async () => {
    await addSite('a.example');
    now = new Date('2025-08-05T20:00:00Z');
    const { beat } = startProcess();
    await beat();
    now = new Date('2025-08-07T20:01:00Z');
    elapsedMs += MINUTE_MS;
    await beat();
    expect(await marks()).toEqual([]);
  });

  it('that is set back makes none, and later outages are noticed', async () => {
    await addSite('a.example');
    await liveAt('2025-08-07T20:00:00Z');
    await liveAt('2025-08-05T20:00:00Z');
    expect(await marks()).toEqual([]);
    await liveAt('2025-08-06T10:00:00Z');
    expect(await marks()).toEqual([['2025-08-05', '2025-08-06', 'outage']]);
  });

  it('that was ahead at a start takes its outage with it when it is set right; others stay', async () => {
    const siteId = await addSite('a.example');
    await liveAt('2025-08-03T10:00:00Z');
    await liveAt('2025-08-03T14:00:00Z');
    await database.pool.query(
      `INSERT INTO marked_days (site_id, start_date, end_date, reason, source, created_at)
       VALUES ($1, '2026-01-01', '2026-01-02', 'a fair', 'owner', '2027-01-01')`,
      [siteId],
    );
    await liveAt('2026-08-05T20:00:00Z');
    expect(await marks()).toHaveLength(3);
    await liveAt('2025-08-03T14:05:00Z');
    expect(await marks()).toEqual([
      ['2025-08-03', '2025-08-03', 'outage'],
      ['2026-01-01', '2026-01-02', 'owner'],
    ]);
  });
});

describe('the heartbeat', () => {
  it('fails where its row is lost', async () => {
    await database.pool.query('DELETE FROM heartbeat');
    await expect(startProcess().beat()).rejects.toThrow('has lost its row');
    await database.pool.query('INSERT INTO heartbeat DEFAULT VALUES');
  });

  it('leaves neither marks nor a sign of life where marking fails', async () => {
    await addSite('a.example');
    await liveAt('2025-08-05T20:00:00Z');
    await database.pool.query('ALTER TABLE marked_days RENAME COLUMN reason TO why');
    await expect(liveAt('2025-08-06T20:00:00Z')).rejects.toThrow('"reason"');
    await database.pool.query('ALTER TABLE marked_days RENAME COLUMN why TO reason');
    const { rows } = await database.pool.query('SELECT beaten_at FROM heartbeat');
    expect([rows, await marks()]).toEqual([[{ beaten_at: new Date('2025-08-05T20:00:00Z') }], []]);
  });
});

describe('a server', () => {
  it('marks the days on which it was down before it is there again', async () => {
    let serverNow = new Date('2025-08-05T20:00:00Z');
    const server = await startTestServer({ now: () => serverNow });
    try {
      const { id } = await server.sites.save({ domain: 'a.example', name: 'a' });
      await server.database.pool.query("UPDATE sites SET created_at = '2025-01-01'");
      await server.database.pool.query(
        "INSERT INTO daily_metrics (site_id, date, page_views) VALUES ($1, '2025-08-01', 5)",
        [id],
      );
      serverNow = new Date('2025-08-07T20:00:00Z');
      await server.restart();
      expect(await listMarks(server.database.pool, id)).toMatchObject([{ start: '2025-08-05', end: '2025-08-07' }]);
    } finally {
      await server.stop();
    }
  });
});
