import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DailyReport } from '@tidemark/contracts';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: false });

/** A function of ours is found before PostgreSQL's own: so its clock can be set. */
beforeEach(async () => {
  const { pool } = test.server.database;
  const name = new URL(test.server.databaseUrl).pathname.slice(1);
  await pool.query(`ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await test.server.restart();
});

const setClock = (by: string) =>
  test.server.database.pool.query(`CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE
    AS 'SELECT pg_catalog.now() + interval ''${by}'''`);
const countViews = async (from: string, to = from) =>
  (await test.read<DailyReport>('daily', from, to)).totals.page_views;

describe('a clock of PostgreSQL', () => {
  it('that was ahead has closed the running day: what comes after counts, and its file is written anew', async () => {
    const today = daysAgo(0);
    await test.append({ viewedAt: at(today, '00:00:10') });
    await setClock('2 days');
    expect(await test.close()).toEqual([{ day: today, rows: 1 }]);
    await setClock('0 days');
    await test.append({ viewedAt: at(today, '00:00:20') }, { viewedAt: at(today, '00:00:30'), sessionId: 's2' });
    expect(await countViews(today)).toBe(3);
    expect(await test.close()).toEqual([{ day: today, rows: 3 }]);
    await test.append({ viewedAt: at(today, '00:00:40'), sessionId: 's3' });
    await test.server.restart();
    expect(await countViews(today)).toBe(4);
  });

  it('that is behind closes nothing early, and loses nothing', async () => {
    const days = [daysAgo(3), daysAgo(2)] as const;
    await test.append({ viewedAt: at(days[0]) }, { viewedAt: at(days[1]), sessionId: 's2' });
    await setClock('-5 days');
    expect(await test.close()).toEqual([]);
    await test.append({ viewedAt: at(days[1], '12:05:00'), sessionId: 's2' });
    expect(await countViews(...days)).toBe(3);
    await setClock('0 days');
    expect(await test.close()).toEqual([
      { day: days[0], rows: 1 },
      { day: days[1], rows: 2 },
    ]);
    expect(await countViews(...days)).toBe(3);
  });

  it('that is far from our own keeps retention from letting anything go', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) });
    await test.close();
    await setClock('800 days');
    await expect(test.server.events.applyRetention({ hotDays: 7, retentionDays: 730 })).rejects.toThrow('s apart');
    await setClock('0 days');
    expect(await test.manifest()).toMatchObject([{ rows: 1, is_hot: true }]);
    expect(await countViews(day)).toBe(1);
  });
});

describe('our own clock', () => {
  it('set back to a day that only the archive has adds to that day, and to its file', async () => {
    const day = daysAgo(20);
    const retain = () => test.server.events.applyRetention({ hotDays: 7, retentionDays: 730 });
    await test.append({ viewedAt: at(day) });
    await test.close();
    await retain();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(at(day, '13:00:00').getTime());
    try {
      await test.append({ viewedAt: at(day, '13:00:00'), sessionId: 's2', visitorId: 'v2' });
    } finally {
      clock.mockRestore();
    }
    expect(await countViews(day)).toBe(2);
    expect((await retain()).kept).toHaveLength(1);
    expect(await test.close()).toEqual([{ day, rows: 2 }]);
    expect((await retain()).kept).toEqual([]);
    await test.server.restart();
    expect(await countViews(day)).toBe(2);
  });
});
